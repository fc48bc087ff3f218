"""Shared fixtures: one small company loaded, built, checked, published and reported, once per test session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.settings import ROOT, Settings, load_settings

PREFIXES = ("HAVEN_", "SOURCES__", "DELIVERY__", "DAGSTER_", "DLT_", "DBT_")


def clean_environment(data_dir: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The caller's environment without any setting of ours, and with its own data folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
    return {**inherited, "HAVEN_DATA_DIR": str(data_dir), "NO_COLOR": "1", **(extra or {})}


def haven(
    *arguments: str, data_dir: Path, env: Mapping[str, str] | None = None, timeout: int = 900
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        cwd=ROOT,
        env=clean_environment(data_dir, env),
        text=True,
        capture_output=True,
        timeout=timeout,
    )


SHARED = ("sandbox_run", "built")
# Folders whose fixtures ask for the shared run only when they need it, which no test's list of fixtures shows.
OF_THE_SHARED_RUN = ("browser", "registers", "semantic")
# What takes minutes begins first, so that no worker is left alone with it at the end.
LONG = (
    "sandbox_run",
    "test_spark.py",
    "built",
    "test_reproducible.py",
    "test_bad_input.py",
    "test_as_of.py",
    "test_stacks.py",
    "test_intercom_stack.py",
    "test_freshdesk_stack.py",
    "test_tools_stack.py",
    "test_faults.py",
)


def group_of(item: pytest.Item) -> str:
    """What a test shares something costly with: a session fixture's other tests, else those of its file."""
    if item.path.parent.name in OF_THE_SHARED_RUN:
        return "sandbox_run"
    fixtures = getattr(item, "fixturenames", ())
    return next((name for name in SHARED if name in fixtures), item.path.name)


# Before the plugin that reads the marker.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=lambda item: LONG.index(group_of(item)) if group_of(item) in LONG else len(LONG))


@dataclass(frozen=True)
class Run:
    """A finished run: its settings, what it printed, and the sandbox folder beside it."""

    settings: Settings
    output: str

    @property
    def truth(self) -> Path:
        return self.settings.sandbox_dir / "truth"


def finished_run(data_dir: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Run:
    done = haven("run", *arguments, data_dir=data_dir, env=env)
    assert done.returncode == 0, (
        f"haven run {' '.join(arguments)} failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    )
    return Run(load_settings({"HAVEN_DATA_DIR": str(data_dir)}), done.stdout + done.stderr)


@pytest.fixture(scope="session")
def sandbox_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Three weeks of the invented company with every plant, reports included."""
    return finished_run(tmp_path_factory.mktemp("sandbox"), "--days", "21")
