"""The same loader against the sandbox: thousands of records, the vendors' limits, and bad days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.sandbox import running
from pipelines.settings import Settings, load_settings
from tests.loading.warehouses import Versions, ask, row_ids_are_unique, versions

SOURCES = ("zendesk", "assembled", "ada", "drop")
SCALE = 0.3


def load_all(
    world: Path,
    data_dir: Path,
    *,
    days: int = 2,
    end: date = date(2026, 5, 20),
    faults: tuple[str, ...] = (),
    sources: tuple[str, ...] = SOURCES,
) -> Settings:
    settings = load_settings({"HAVEN_DATA_DIR": str(data_dir)})
    with running(world, days=days, end=end, scale=SCALE, faults=faults) as env, pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        for source in sources:
            load_source(source, settings)
    return settings


def stored(settings: Settings) -> dict[str, Versions]:
    return {source: versions(settings, source) for source in SOURCES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="module")
def clean(folder: Path) -> Iterator[Settings]:
    yield load_all(folder / "world", folder / "clean")


def test_every_vendor_and_the_drop_are_loaded_with_tickets_of_ai_agents_alone(clean: Settings) -> None:
    kinds = dict(ask(clean, "select record->>'support_type', count(*) from raw_zendesk.tickets group by 1"))
    assert kinds["ai_agent"] > 20 and kinds["agent"] > 20
    counts = {source: sum(map(len, tables.values())) for source, tables in stored(clean).items()}
    assert all(count > 100 for count in counts.values())
    for source in SOURCES:
        assert row_ids_are_unique(clean, source)
        assert ask(clean, f"select count(*) from raw_{source}.quarantine") == [(0,)]


def test_a_bad_day_of_every_vendor_ends_with_the_same_rows(folder: Path, clean: Settings) -> None:
    bad_day = ("429:9", "500", "reset:messages", "malformed:ticket_events")
    assert stored(load_all(folder / "world", folder / "faulty", faults=bad_day)) == stored(clean)


def test_an_answer_that_stays_broken_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    faults = ("malformed-always:ticket_events",)
    with running(folder / "world", days=2, end=date(2026, 5, 20), scale=SCALE, faults=faults) as env:
        for name, value in (env | {"SOURCES__ZENDESK__RETRY_SECONDS": "1"}).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(HavenError, match="ticket_events answered with broken JSON"):
            load_source("zendesk", settings)
    assert ask(settings, "select count(*) from raw_zendesk.tickets") == [(0,)]


def test_a_day_more_ends_with_the_same_newest_versions_as_loading_it_all_at_once(folder: Path, clean: Settings) -> None:
    """Loading day by day must not differ from loading everything late: what changed is seen, what stayed is not."""
    newest = """select record_key, record_hash from raw_{source}.{table}
        qualify row_number() over (partition by record_key order by known_at desc, cursor_value desc) = 1 order by 1"""
    vendors, end = ("zendesk", "assembled", "ada"), date(2026, 5, 21)
    whole = load_all(folder / "later", folder / "whole", days=3, end=end, sources=vendors)
    grown = load_all(folder / "later", clean.data_dir, days=3, end=end, sources=vendors)
    for source in vendors:
        for table in versions(whole, source):
            sql = newest.format(source=source, table=table)
            assert ask(grown, sql) == ask(whole, sql), (source, table)
