"""Who was assigned what and what came of it, from a list in no order, as files tell it where there is no such tool."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.settings import Settings
from pipelines.sources.lessonly import paging
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

SOURCE = "lessonly"
WORLD: dict[str, Any] = {"days": 40, "stack": "zendesk+ada+assembled+lessonly"}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 15)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lessonly")


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Settings:
    settings = settings_in(folder / "clear")
    load(SOURCE, settings, folder, **WORLD)
    return settings


@pytest.fixture(scope="module")
def clear(loaded: Settings) -> Versions:
    return versions(loaded, SOURCE)


def test_lessons_are_those_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_lessonly__training_events", SOURCE)
    told = dropped(account(folder, WORLD["days"]), "training_events")
    assert courses(rows, agents_of(loaded, folder, **WORLD)) == courses(told)
    assert len({row["training_event_id"] for row in rows}) == len(rows) > 20


def test_times_come_in_two_zones_and_mean_the_same(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_lessonly.assignments")]
    assert {record["assigned_at"][-6:] == "-05:00" for record in records} == {True, False}


def test_a_second_load_asks_little_and_adds_nothing(loaded: Settings, folder: Path, clear: Versions) -> None:
    summary, asked = load(SOURCE, loaded, folder, **WORLD)
    assert summary.appended == 0
    assert versions(loaded, SOURCE) == clear
    # Two pages of people, one of lessons, and the last days' assignments.
    assert len(asked) <= 5


def test_a_load_says_how_many_there_are_and_how_many_came(loaded: Settings) -> None:
    audit = "select record->>'resource', record->>'reported_by_api', record->>'fetched' from raw_lessonly.load_audit"
    told = [(reported, fetched) for resource, reported, fetched in ask(loaded, audit) if resource != "lessons"]
    assert told and all(reported == fetched for reported, fetched in told)


def test_a_day_later_a_lesson_that_was_finished_has_its_score(folder: Path) -> None:
    settings = settings_in(folder / "grown")
    # Somebody who began on 1 June is through with onboarding two hours after the first of these worlds ends.
    before = WORLD | {"days": 112, "end": date(2026, 6, 11)}
    after = WORLD | {"days": 113, "end": date(2026, 6, 12)}
    load(SOURCE, settings, folder, **before)
    first = {row["training_event_id"]: row for row in standard(settings, "stg_lessonly__training_events", SOURCE)}
    load(SOURCE, settings, folder, **after)
    then = {row["training_event_id"]: row for row in standard(settings, "stg_lessonly__training_events", SOURCE)}
    assert any(row["completed_at"] is None and then[key]["completed_at"] for key, row in first.items())
    told = dropped(account(folder, after["days"], after["end"]), "training_events")
    assert courses(list(then.values()), agents_of(settings, folder, **after)) == courses(told)


def test_asking_too_often_is_told_with_403_and_waited_for(folder: Path, clear: Versions, tmp_path: Path) -> None:
    settings, log = settings_in(tmp_path / "data"), tmp_path / "requests.log"
    with serving(folder, **WORLD, window=8.0, log=log) as env, requests.Session() as session:
        session.auth = (env["SOURCES__LESSONLY__SUBDOMAIN"], env["SOURCES__LESSONLY__API_KEY"])
        # 500 requests are allowed in a window: the load comes when all but three are used up.
        for _ in range(497):
            session.get(f"{env['SOURCES__LESSONLY__BASE_URL']}/v1/users", params={"per_page": 1}, timeout=20)
        load_source(SOURCE, settings)
    answered = [json.loads(line)["status"] for line in log.read_text().splitlines()]
    assert answered[:500] == [200] * 500 and 403 in answered[500:]
    assert versions(settings, SOURCE) == clear


@pytest.mark.parametrize(
    "fault",
    ["502:6", "stall:assignments", "reset:users", "malformed:lessons", "moving-record:assignments", "empty-page:users"],
)
def test_the_rows_are_those_of_a_clear_day(fault: str, folder: Path, clear: Versions, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, fault, **WORLD)
    assert versions(settings, SOURCE) == clear


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("repeat-page:assignments", "of the .* that it says it has"),
        ("late-records:assignments", "of the .* that it says it has"),
        ("expired:assignments", "does not accept the credentials"),
    ],
)
def test_what_is_missing_is_said_and_the_next_load_has_it(
    fault: str, words: str, folder: Path, clear: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 30 if "late" in fault else 15)
    settings = settings_in(tmp_path)
    with pytest.raises(HavenError, match=words):
        load(SOURCE, settings, folder, fault, **WORLD)
    assert faults_that_struck(settings) == {fault.split(":")[0]}
    load(SOURCE, settings, folder, **WORLD)
    assert versions(settings, SOURCE) == clear
    assert row_ids_are_unique(settings, SOURCE)
