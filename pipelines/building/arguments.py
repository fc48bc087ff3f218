"""dbt's arguments, decided in one place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.staged import optional_sources


def target_path(settings: Settings, as_of: str | None) -> Path:
    """Where dbt leaves compiled models and logs; a build of the past has its own."""
    return settings.dbt_target / "as_of" if as_of else settings.dbt_target / "now"


def as_of_timestamp(text: str) -> str:
    """Any ISO 8601 time as naive UTC text; a time without an offset is UTC.

    Raises:
        HavenError: the text is not a time.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise HavenError(f"`{text}` is not a time", "Write it like 2026-06-30T00:00:00Z.") from error
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" ")


def common_arguments(settings: Settings, as_of: str | None, target: Path | None = None) -> list[str]:
    target = target or target_path(settings, as_of)
    project = str(settings.dbt_project)
    arguments = ["--project-dir", project, "--profiles-dir", project]
    arguments += ["--target-path", str(target), "--log-path", str(target / "logs")]
    return [*arguments, "--vars", json.dumps(model_variables(settings, as_of))]


def model_variables(settings: Settings, as_of: str | None) -> dict[str, Any]:
    """The models' variables that are the user's to set."""
    variables: dict[str, Any] = {
        "company_time_zone": settings.time_zone,
        "optional_sources": list(optional_sources(settings.data_dir)),
    }
    return {**variables, "as_of": as_of_timestamp(as_of)} if as_of else variables


def parse_arguments(settings: Settings, target: Path) -> list[str]:
    return ["parse", *common_arguments(settings, None, target)]


def build_arguments(
    settings: Settings,
    *,
    as_of: str | None = None,
    select: Sequence[str] = (),
    exclude: Sequence[str] = (),
    tests: bool = True,
) -> list[str]:
    """Seeds, models and data tests. Unit tests judge the logic, not the data: they run with the test suite."""
    # The manifest was written when it was parsed; writing it and every result once more takes two seconds.
    arguments = ["build", *common_arguments(settings, as_of), "--no-write-json"]
    for kind in ["unit_test"] if tests else ["unit_test", "test"]:
        arguments += ["--exclude-resource-type", kind]
    arguments += ["--select", *select] if select else []
    return [*arguments, "--exclude", *exclude] if exclude else arguments
