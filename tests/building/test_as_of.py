"""A build as of an earlier time gives what was built then, known-at columns included."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines import sandbox
from pipelines.building import build
from pipelines.environment import environment
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.settings import Settings, load_settings
from pipelines.warehouse import connect, tables

START = date(2026, 5, 1)
Fingerprints = dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("as_of")), "HAVEN_TIME_ZONE": "Europe/Berlin"})


def load_until(settings: Settings, days: int) -> str:
    """Load the company as it stands `days` days after its start; returns a time by which all of that was known."""
    world = settings.data_dir / "world"
    plants = ("overclaim", "stale_snapshot")
    with (
        sandbox.running(world, seed=3, days=days, end=START + timedelta(days=days), scale=0.15, plants=plants) as env,
        environment(env),
    ):
        for source in ("zendesk", "ada", "assembled", "drop"):
            load_source(source, settings)
    ensure_raw_tables(settings)
    known_by = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    return known_by


def built(settings: Settings) -> Fingerprints:
    """Rows and content of every core and mart table of a build."""
    build(settings, tests=False)
    with connect(settings.warehouse, read_only=True) as connection:
        found = {}
        for schema in ("core", "marts"):
            for table in tables(connection, schema):
                row = connection.sql(f"select count(*), sum(hash(t)) from {schema}.{table} as t").fetchone()
                assert row is not None
                found[f"{schema}.{table}"] = (int(row[0]), str(row[1]))
    return found


def test_a_build_as_of_three_dates_gives_what_was_built_then(settings: Settings) -> None:
    then: dict[str, Fingerprints] = {}
    for days in (12, 19, 26):
        known_by = load_until(settings, days)
        then[known_by] = built(settings)
    numbers = [found["core.fct_conversations"][0] for found in then.values()]
    assert numbers == sorted(set(numbers)), "each date knows more conversations than the one before"
    for known_by, expected in then.items():
        found = built(replace(settings, as_of=known_by))
        assert {name for name in expected if found[name] != expected[name]} == set()
