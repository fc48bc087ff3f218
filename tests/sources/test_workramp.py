"""Who was assigned what and what came of it, as the files of a company without the tool tell it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.sources.workramp import paging
from tests.loading.warehouses import Versions, ask, row_ids_are_unique, versions
from tests.sources.tools_world import (
    account,
    agents_of,
    courses,
    dropped,
    faults_that_struck,
    load,
    serving,
    settings_in,
    standard,
)

SOURCE, DAYS = "workramp", 40


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workramp")


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Settings:
    settings = settings_in(folder / "clear")
    load(SOURCE, settings, folder, days=DAYS)
    return settings


@pytest.fixture(scope="module")
def clear(loaded: Settings) -> Versions:
    return versions(loaded, SOURCE)


def test_courses_are_those_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_workramp__training_events", SOURCE)
    told = dropped(account(folder, DAYS), "training_events")
    assert courses(rows, agents_of(loaded, folder, days=DAYS)) == courses(told)
    assert len({row["training_event_id"] for row in rows}) == len(rows) > 20
    assert {row["intent"] for row in told} == {None, "orders.return_label"}
    assert not (folder / f"world{DAYS}" / "drop" / "training_events.jsonl").exists()


def test_what_was_assigned_by_mistake_is_kept_as_sent_and_counts_nowhere(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_workramp.guide_assignments")]
    both = [record.get("guide_assignment") or record["guideAssignment"] for record in records]
    gone = [one for one in both if one.get("is_deleted") or one.get("isDeleted")]
    rows = standard(loaded, "stg_workramp__training_events", SOURCE)
    assert gone and len(rows) == len(both) - len(gone)


def test_rows_come_in_both_cases_and_with_parts_of_milliseconds(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_workramp.guide_assignments")]
    assert {"guide_assignment", "guideAssignment"} <= {name for record in records for name in record}
    fractions = [record["guide_assignment"]["created_at"] % 1 for record in records if "guide_assignment" in record]
    assert {0, 0.25} == set(fractions)


def test_a_second_load_asks_little_and_adds_nothing(loaded: Settings, folder: Path, clear: Versions) -> None:
    summary, asked = load(SOURCE, loaded, folder, days=DAYS)
    assert summary.appended == 0
    assert versions(loaded, SOURCE) == clear
    assert len(asked) <= 4


def test_a_day_later_a_course_that_was_finished_has_its_score(folder: Path) -> None:
    settings = settings_in(folder / "grown")
    # Somebody who began on 1 June is through with onboarding two hours after the first of these worlds ends.
    before: dict[str, Any] = {"days": 112, "end": date(2026, 6, 11)}
    after: dict[str, Any] = {"days": 113, "end": date(2026, 6, 12)}
    load(SOURCE, settings, folder, **before)
    first = {row["training_event_id"]: row for row in standard(settings, "stg_workramp__training_events", SOURCE)}
    load(SOURCE, settings, folder, **after)
    then = {row["training_event_id"]: row for row in standard(settings, "stg_workramp__training_events", SOURCE)}
    assert any(row["completed_at"] is None and then[key]["completed_at"] for key, row in first.items())
    agents = agents_of(settings, folder, **after)
    assert courses(list(then.values()), agents) == courses(dropped(account(folder, **after), "training_events"))


def test_the_server_leaves_out_what_was_taken_back_unless_it_is_asked_for(folder: Path) -> None:
    with serving(folder, days=DAYS) as env:
        key = {"Authorization": f"Bearer {env['SOURCES__WORKRAMP__API_KEY']}"}
        url = f"{env['SOURCES__WORKRAMP__BASE_URL']}/assignments/guide"
        few = requests.get(url, {"per_page": 200}, headers=key, timeout=20).json()
        all_of_them = requests.get(url, {"per_page": 200, "include_deleted": "true"}, headers=key, timeout=20).json()
        assert few["item_count"] < all_of_them["item_count"]
        assert requests.get(url, {"per_page": 201}, headers=key, timeout=20).status_code == 400
        assert requests.get(url, {"start_time": "1718000000000"}, headers=key, timeout=20).status_code == 400


@pytest.mark.parametrize(
    "fault",
    ["429-bare:3", "502:6", "stall:assignments", "reset:assignments", "malformed:guides", "moving-record:assignments"],
)
def test_the_rows_are_those_of_a_clear_day(fault: str, folder: Path, clear: Versions, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, fault, days=DAYS)
    assert versions(settings, SOURCE) == clear


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("repeat-page:assignments", "again as page"),
        ("empty-page:assignments", "though more follows"),
        ("expired:assignments", "does not accept the credentials"),
    ],
)
def test_what_is_missing_is_said_and_the_next_load_has_it(
    fault: str, words: str, folder: Path, clear: Versions, tmp_path: Path
) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(HavenError, match=words):
        load(SOURCE, settings, folder, fault, days=DAYS)
    assert faults_that_struck(settings) == {fault.split(":")[0]}
    load(SOURCE, settings, folder, days=DAYS)
    assert versions(settings, SOURCE) == clear
    assert row_ids_are_unique(settings, SOURCE)
