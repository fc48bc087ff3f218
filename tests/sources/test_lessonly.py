"""Who was assigned what and what came of it, from a list in no order, as files tell it where there is no such tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.loading import load_source
from pipelines.settings import Settings
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.tools_world import (
    EveryTrainingTool,
    Tool,
    serving,
    settings_in,
)

SOURCE = "lessonly"
WORLD: dict[str, Any] = {"days": 40, "stack": "zendesk+ada+assembled+lessonly"}
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.lessonly.paging.PAGE_SIZE",
    rows_a_page=15,
    # Two pages of people, one of lessons, and the last days' assignments.
    most_requests=5,
    weathered=(
        "502:6",
        "stall:assignments",
        "reset:users",
        "malformed:lessons",
        "moving-record:assignments",
        "empty-page:users",
    ),
    stopped=(
        ("repeat-page:assignments", "of the .* that it says it has"),
        ("late-records:assignments", "of the .* that it says it has"),
        ("expired:assignments", "does not accept the credentials"),
    ),
    world=WORLD,
    rows_with={"late-records": 30},
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestLessonly(EveryTrainingTool):
    """Lists in no order that state their length."""


def test_times_come_in_two_zones_and_mean_the_same(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_lessonly.assignments")]
    assert {record["assigned_at"][-6:] == "-05:00" for record in records} == {True, False}


def test_a_load_says_how_many_there_are_and_how_many_came(loaded: Settings) -> None:
    audit = "select record->>'resource', record->>'reported_by_api', record->>'fetched' from raw_lessonly.load_audit"
    told = [(reported, fetched) for resource, reported, fetched in ask(loaded, audit) if resource != "lessons"]
    assert told and all(reported == fetched for reported, fetched in told)


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
