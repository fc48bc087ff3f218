"""Who was enrolled in what and what came of it, as files tell it where there is no such tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.tools_world import EveryTrainingTool, Tool, load, serving, settings_in, standard

SOURCE = "docebo"
WORLD: dict[str, Any] = {"days": 40, "stack": "zendesk+ada+assembled+docebo"}
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.docebo.paging.PAGE_SIZE",
    rows_a_page=15,
    # Two pages of users, one of courses, and every enrolment, as none can be asked for by its time.
    most_requests=7,
    weathered=(
        "429-bare:4",
        "502:6",
        "stall:enrollments",
        "reset:user",
        "malformed:courses",
        "moving-record:enrollments",
        "empty-page:enrollments",
    ),
    stopped=(
        ("repeat-page:enrollments", "of the .* that it says it has"),
        ("late-records:enrollments", "of the .* that it says it has"),
        ("expired:enrollments", "does not accept the credentials"),
    ),
    world=WORLD,
    rows_with={"late-records": 30},
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestDocebo(EveryTrainingTool):
    """Numbered pages that state how many there are."""


def records(settings: Settings, table: str) -> list[dict[str, Any]]:
    return [json.loads(record) for (record,) in ask(settings, f"select record from raw_docebo.{table}")]


def test_an_enrolment_is_named_by_its_course_and_told_apart_by_its_user_and_kind(loaded: Settings) -> None:
    enrollments = records(loaded, "enrollments")
    assert len({row["id"] for row in enrollments}) < len({(row["id"], row["user_id"]) for row in enrollments})
    assert len({(row["id"], row["user_id"]) for row in enrollments}) < len(enrollments)
    ((rows, keys),) = ask(loaded, "select count(*), count(distinct record_key) from raw_docebo.enrollments")
    assert rows == keys == len(enrollments)


def test_a_tutor_and_a_learning_plan_are_kept_and_count_nowhere(loaded: Settings) -> None:
    enrollments = records(loaded, "enrollments")
    tutors = [row for row in enrollments if row["level"] == "tutor"]
    plans = [row for row in enrollments if row["type"] == "learning_plan"]
    assert tutors and plans
    told = standard(loaded, "stg_docebo__training_events", SOURCE)
    assert len(told) == len(enrollments) - len(tutors) - len(plans)


def test_a_nought_before_the_end_is_no_score(loaded: Settings) -> None:
    unfinished = [row for row in records(loaded, "enrollments") if not row["course_complete_date"]]
    assert {row["score"] for row in unfinished} == {None, 0.0}
    told = standard(loaded, "stg_docebo__training_events", SOURCE)
    assert {row["score"] for row in told if row["completed_at"] is None} <= {None}
    assert all(row["score"] > 0.5 for row in told if row["completed_at"] is not None)


def test_an_enrolment_that_was_taken_back_is_gone_and_its_record_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.sources.http import Client

    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, **WORLD)
    before = standard(settings, "stg_docebo__training_events", SOURCE)
    ask_server = Client.get

    def without_one(self: Client, path: str, *arguments: Any, **more: Any) -> dict[str, Any]:
        answer = ask_server(self, path, *arguments, **more)
        if path.endswith("/enrollments"):
            answer["data"]["items"] = [row for row in answer["data"]["items"] if (row["id"], row["user_id"]) != gone]
            answer["data"]["total_count"] -= len(taken)
        return answer

    gone = (40, 13_001)
    taken = [row for row in records(settings, "enrollments") if (row["id"], row["user_id"]) == gone]
    monkeypatch.setattr(Client, "get", without_one)
    load(SOURCE, settings, folder, **WORLD)
    after = standard(settings, "stg_docebo__training_events", SOURCE)
    assert len(taken) == 1
    assert {row["training_event_id"] for row in before} - {row["training_event_id"] for row in after} == {
        "docebo:13001:elearning:40"
    }
    assert len(records(settings, "enrollments")) > len(before)


def test_the_server_gives_twenty_rows_to_who_asks_for_no_more_and_refuses_more_than_it_has(folder: Path) -> None:
    with serving(folder, **WORLD) as env:
        key = {"Authorization": f"Bearer {env['SOURCES__DOCEBO__ACCESS_TOKEN']}"}
        url = f"{env['SOURCES__DOCEBO__BASE_URL']}/learn/v1/enrollments"
        data = requests.get(url, headers=key, timeout=20).json()["data"]
        assert (len(data["items"]), data["has_more_data"]) == (20, True)
        assert requests.get(url, {"page_size": 201}, headers=key, timeout=20).status_code == 400
