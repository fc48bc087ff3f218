"""A built site and the published file it was drawn from.

They are those of the test session's own run; HAVEN_TEST_SITE and HAVEN_TEST_PUBLISHED name others that exist already.
Where a test needs other numbers, a site is built from those of tests/reporting/fixture_published.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.reporting import build_site
from pipelines.settings import Settings, load_settings
from tests.browser.expected import Published
from tests.reporting.fixture_published import write_changed, write_published


@dataclass(frozen=True)
class Built:
    settings: Settings
    site: Path
    published: Published
    messages: tuple[str, ...] = ()


# What only an AI, a vendor, a team of reviewers or a plan of shifts can fill.
NEED_MORE = re.compile(
    "^(measure_(vendor|invoice|dispute|repricing)|process_(hand_offs|governance|use_cases|ai_versions)|perform_(grader|qa)|enable_)"
)


def without_ai(table: str, columns: Sequence[str]) -> str:
    """Which rows of a mart such a house has not."""
    if NEED_MORE.match(table):
        return "true"
    if table in ("measure_fair_comparison", "measure_comparison_strata"):
        return "comparison in ('population', 'way_in', 'vendor', 'ai_version')"
    return "population = 'ai'" if "population" in columns else "false"


Build = Callable[[str], Built]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds a site from the fixture's numbers after the given SQL has changed them."""

    def build_changed(change: str) -> Built:
        settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("data"))})
        database = write_published(settings.published_dir, change)
        messages: list[str] = []
        site = build_site(settings, messages.append)
        return Built(settings, site, Published(database), tuple(messages))

    return build_changed


@pytest.fixture(scope="session")
def one_sided(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same house without an AI, without reviews of quality and without planned shifts."""
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("one-sided"))})
    database = write_changed(built.published.database, settings.published_dir, without_ai)
    return Built(settings, build_site(settings), Published(database))


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest) -> Built:
    site, published = os.environ.get("HAVEN_TEST_SITE"), os.environ.get("HAVEN_TEST_PUBLISHED")
    if site and published:
        folder = Path(published).resolve()
        # The board report is printed from the same data folder.
        settings = load_settings({"HAVEN_DATA_DIR": str(folder.parent)})
        return Built(settings, Path(site).resolve(), Published(folder / "haven.duckdb"))
    settings = request.getfixturevalue("sandbox_run").settings
    return Built(settings, settings.reports_dir / "site", Published(settings.published_db))
