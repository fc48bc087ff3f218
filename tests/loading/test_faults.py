"""Nothing is lost on a bad day: the same rows as on a clear one, or a plain word and the next load has them.

The real loader against the real server, with small pages so that there is something in their middle.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.sandbox import running
from pipelines.sandbox.stacks import DEFAULT_STACK
from pipelines.settings import Settings, load_settings
from pipelines.sources.zendesk.paging import cursor_list
from tests.loading.warehouses import Versions, ask, row_ids_are_unique, versions

VENDORS = ("zendesk", "assembled", "ada", "intercom")
STACKS = {"intercom": "intercom+assembled"}
WORLD = {"days": 2, "end": date(2026, 5, 20), "scale": 0.2}
PATIENCE = {"RETRY_SECONDS": "8", "TIMEOUT_SECONDS": "1"}


def _by_five(*arguments: Any, page_size: int = 5) -> Iterator[list[Any]]:
    return cursor_list(*arguments, page_size=5)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.sources.zendesk.paging.EXPORT_PAGE", 20)
    monkeypatch.setattr("pipelines.sources.zendesk.cursor_list", _by_five)
    monkeypatch.setattr("pipelines.sources.ada.paging.PAGE_SIZE", 100)
    monkeypatch.setattr("pipelines.sources.assembled.paging.PAGE_SIZE", 50)
    monkeypatch.setattr("pipelines.sources.intercom.paging.PAGE_SIZE", 20)
    for source in VENDORS:
        for name, value in PATIENCE.items():
            monkeypatch.setenv(f"SOURCES__{source.upper()}__{name}", value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


def load(source: str, folder: Path, settings: Settings, *faults: str) -> set[str]:
    """Load once; gives the faults that struck."""
    log = settings.data_dir / f"{len(list(settings.data_dir.glob('*.log')))}.log"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    stack = STACKS.get(source, DEFAULT_STACK)
    world = folder / f"world {stack}"
    with running(world, faults=faults, log=log, stack=stack, **WORLD) as env, pytest.MonkeyPatch.context() as patch:  # type: ignore[arg-type]
        for name, value in env.items():
            patch.setenv(name, value)
        try:
            load_source(source, settings)
        finally:
            struck = {json.loads(line).get("fault") for line in log.read_text().splitlines()}
    return {fault for fault in struck if fault}


@pytest.fixture(scope="module")
def clear(folder: Path) -> dict[str, Versions]:
    """What a clear day brings, by source."""
    settings = load_settings({"HAVEN_DATA_DIR": str(folder / "clear")})
    for source in VENDORS:
        load(source, folder, settings)
    return {source: versions(settings, source) for source in VENDORS}


WEATHERED = [
    ("zendesk", "429-bare:9"),
    ("zendesk", "502:10"),
    ("zendesk", "stall:ticket_events"),
    ("zendesk", "expired:ticket_events"),
    ("zendesk", "empty-page:tickets/cursor"),
    ("zendesk", "empty-page:survey_responses"),
    ("zendesk", "moving-record:tickets/cursor"),
    ("zendesk", "moving-record:survey_responses"),
    ("assembled", "429-bare:9"),
    ("assembled", "502:10"),
    ("assembled", "stall:activities"),
    ("ada", "502:10"),
    ("ada", "stall:messages"),
    ("ada", "empty-page:messages"),
    ("ada", "moving-record:messages"),
    ("intercom", "429-bare:40"),
    ("intercom", "502:50"),
    ("intercom", "stall:conversations/search"),
    ("intercom", "reset:conversations/2"),
    ("intercom", "malformed:contacts"),
    # A list is read again until it is as long as it says it is.
    ("intercom", "empty-page:conversations/search"),
    ("intercom", "repeat-page:contacts/search"),
    ("intercom", "moving-record:conversations/search"),
]
SILENT = ("reset", "malformed")  # these leave no mark on the answer they break


@pytest.mark.parametrize(("source", "fault"), WEATHERED, ids=lambda value: value)
def test_the_rows_are_those_of_a_clear_day(
    source: str, fault: str, folder: Path, clear: dict[str, Versions], tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    name = fault.split(":")[0]
    assert load(source, folder, settings, fault) == (set() if name in SILENT else {name})
    assert versions(settings, source) == clear[source]


STOPPED = [
    ("zendesk", "repeat-page:tickets/cursor", "stands still"),
    ("zendesk", "repeat-page:ticket_events", "stands still"),
    ("zendesk", "repeat-page:ticket_metric_events", "stands still"),
    ("zendesk", "repeat-page:survey_responses", "stands still"),
    ("zendesk", "empty-page:ticket_events", "stands still"),
    ("assembled", "repeat-page:activities", "of the .* that it says it has"),
    ("assembled", "repeat-page:condensed_timeline", "of the .* that it says it has"),
    ("assembled", "empty-page:activities", "of the .* that it says it has"),
    ("assembled", "empty-page:condensed_timeline", "of the .* that it says it has"),
    ("assembled", "moving-record:activities", "of the .* that it says it has"),
    ("assembled", "expired:activities", "does not accept the credentials"),
    ("ada", "repeat-page:messages", "already read"),
    ("ada", "expired:messages", "does not accept the credentials"),
    ("intercom", "expired:conversations/search", "does not accept the credentials"),
    ("intercom", "late-records:contacts/search", "of the .* records that it says it has"),
    ("intercom", "malformed-always:contacts/search", "broken JSON"),
]


@pytest.mark.parametrize(("source", "fault", "words"), STOPPED, ids=lambda value: value)
def test_what_cannot_be_read_is_said_and_the_next_load_has_it(
    source: str, fault: str, words: str, folder: Path, clear: dict[str, Versions], tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    with pytest.raises(HavenError, match=words):
        load(source, folder, settings, fault)
    load(source, folder, settings)
    assert versions(settings, source) == clear[source]
    assert row_ids_are_unique(settings, source)


def test_an_empty_answer_of_an_export_that_says_no_end_is_asked_for_again(
    folder: Path, clear: dict[str, Versions], tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    assert load("zendesk", folder, settings, "empty-page:ticket_metric_events") == {"empty-page"}
    assert versions(settings, "zendesk") == clear["zendesk"]


def test_rows_that_the_vendor_writes_late_come_with_the_next_load(
    folder: Path, clear: dict[str, Versions], tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    assert load("ada", folder, settings, "late-records:messages") == {"late-records"}
    assert len(versions(settings, "ada")["messages"]) < len(clear["ada"]["messages"])
    load("ada", folder, settings)
    assert versions(settings, "ada") == clear["ada"]


def test_a_cursor_that_the_server_has_forgotten_is_replaced_by_reading_from_the_start(
    folder: Path, clear: dict[str, Versions], tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    load("zendesk", folder, settings)
    assert load("zendesk", folder, settings, "forgotten") == {"forgotten"}
    assert versions(settings, "zendesk") == clear["zendesk"]


def test_a_server_whose_clock_is_an_hour_slow_is_waited_for_by_its_own_clock(
    folder: Path, clear: dict[str, Versions], tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    assert load("ada", folder, settings, "skew", "429:3") == {"skew"}
    assert versions(settings, "ada") == clear["ada"]
    log = [json.loads(line) for line in (tmp_path / "0.log").read_text().splitlines()]
    assert sum(line["status"] == 429 for line in log) >= 1
    assert ask(settings, "select count(*) from raw_ada.quarantine") == [(0,)]
