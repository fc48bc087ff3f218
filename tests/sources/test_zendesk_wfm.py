"""Who works when on what and who did, as the helpdesk's own workforce tool tells it of the same company."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.settings import Settings
from pipelines.sources.http import Client
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.tools_world import (
    EveryTool,
    Tool,
    a_day_later,
    account,
    load,
    serving,
    settings_in,
    standard,
)
from tests.world_files import dropped

SOURCE, DAYS, STACK = "zendesk_wfm", 17, "zendesk+ada+zendesk_wfm"
WORLD = {"days": DAYS, "stack": STACK}
TOOL = Tool(
    source=SOURCE,
    # Teams; two pages of the last two days' activities; two spans of shifts of two pages; two pages of time off.
    most_requests=9,
    weathered=("429-bare:4", "502:4", "stall:activities", "reset:shifts", "malformed:timeOff"),
    stopped=(("expired:shifts", "does not accept the credentials"),),
    world=WORLD,
)


class TestZendeskWfm(EveryTool):
    """Activities from the last row on, shifts by number, time off by link."""


def stretches(rows: list[dict[str, Any]], *more: str) -> Counter[tuple[str, ...]]:
    named = ("agent_id", "started_at", "ended_at", "activity", "channel", *more)
    return Counter(tuple(str(row[name]) for name in named) for row in rows)


@pytest.fixture(scope="module")
def first_tool(folder: Path) -> Settings:
    """What another workforce tool makes of the same company."""
    settings = settings_in(folder / "first")
    with serving(folder / "first", days=DAYS, stack="zendesk+ada+assembled"):
        load_source("assembled", settings)
    return settings


def test_what_is_planned_is_what_the_first_tool_tells_of_the_same_company(
    loaded: Settings, first_tool: Settings
) -> None:
    rows = standard(loaded, "stg_zendesk_wfm__shifts", SOURCE)
    assert stretches(rows) == stretches(standard(first_tool, "stg_assembled__shifts", "assembled"))
    assert len({row["shift_id"] for row in rows}) == len(rows) > 500
    assert "time_off" in {row["activity"] for row in rows}


def test_what_people_did_is_what_the_first_tool_tells_of_the_same_company(
    loaded: Settings, first_tool: Settings
) -> None:
    rows = standard(loaded, "stg_zendesk_wfm__agent_states", SOURCE)
    told = standard(first_tool, "stg_assembled__agent_states", "assembled")
    assert stretches(rows, "conversation_id") == stretches(told, "conversation_id")
    assert len({row["agent_state_id"] for row in rows}) == len(rows) > 1000


def test_people_are_in_the_teams_that_the_files_name(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_zendesk_wfm__agents", SOURCE)
    told = {row["agent_id"]: row.get("team") for row in dropped(account(folder, DAYS), "agents")}
    assert {row["agent_id"]: row["team"] for row in rows}.items() <= told.items()
    assert len(rows) > 15
    # Who they are the helpdesk tells, under the same ids.
    assert {(row["display_name"], row["email_hash"]) for row in rows} == {(None, None)}


def test_rows_of_the_boundary_second_that_come_twice_are_kept_once(loaded: Settings) -> None:
    ((rows, keys),) = ask(loaded, "select count(*), count(distinct record_key) from raw_zendesk_wfm.activities")
    assert rows == keys > 1000


def test_drafts_are_not_asked_for_and_time_off_that_was_not_given_is_worked(loaded: Settings) -> None:
    assert ask(loaded, "select distinct record->>'published' from raw_zendesk_wfm.shifts") == [("true",)]
    states = dict(ask(loaded, "select record->>'status', count(*) from raw_zendesk_wfm.time_off group by 1"))
    away = [row for row in standard(loaded, "stg_zendesk_wfm__shifts", SOURCE) if row["activity"] == "time_off"]
    assert states["declined"] > 0 and len(away) == states["approved"] > 0


def test_a_day_later_new_work_is_there_and_what_was_there_stays(folder: Path) -> None:
    settings, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    later = a_day_later(DAYS) | {"stack": STACK}
    load(SOURCE, settings, folder, **WORLD)
    before = standard(settings, "stg_zendesk_wfm__agent_states", SOURCE)
    load(SOURCE, settings, folder, **later)
    load(SOURCE, whole, folder, **later)
    for entity in ("shifts", "agent_states"):
        name = f"stg_zendesk_wfm__{entity}"
        assert stretches(standard(settings, name, SOURCE)) == stretches(standard(whole, name, SOURCE))
    assert len(standard(settings, "stg_zendesk_wfm__agent_states", SOURCE)) > len(before) > 1000


def test_a_shift_that_was_taken_away_is_gone(folder: Path, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, **WORLD)
    before = standard(settings, "stg_zendesk_wfm__shifts", SOURCE)
    with pytest.MonkeyPatch.context() as patch:
        gone = _answering(patch, "shifts/fetch", _without_one)
        load(SOURCE, settings, folder, **WORLD)
    after = standard(settings, "stg_zendesk_wfm__shifts", SOURCE)
    lost = {row["shift_id"] for row in before} - {row["shift_id"] for row in after}
    assert {key.split(":")[1] for key in lost} == {gone[1]}


def _without_one(answer: dict[str, Any], seen: list[Any]) -> None:
    """A shift of the first span's middle was deleted."""
    total = answer["metadata"]["total"]
    if not seen and total > 100:
        seen.extend((total, answer["data"].pop(60)["id"]))
    if seen and seen[0] == total:
        answer["metadata"]["total"] -= 1


def _short(answer: dict[str, Any], seen: list[Any]) -> None:
    answer["data"] = answer["data"][:-1]


def _emptied(answer: dict[str, Any], seen: list[Any]) -> None:
    """A page in the middle came empty."""
    seen.append(None)
    if len(seen) == 2:
        answer["data"] = []


def _answering(patch: pytest.MonkeyPatch, path: str, change: Callable[[dict[str, Any], list[Any]], None]) -> list[Any]:
    """From now on the server's answers at `path` are changed; what `change` notes of them."""
    seen: list[Any] = []
    for method in ("get", "post"):
        ask_server = getattr(Client, method)

        def changed(
            self: Client, at: str, *given: Any, ask_server: Callable[..., dict[str, Any]] = ask_server, **more: Any
        ) -> dict[str, Any]:
            answer = ask_server(self, at, *given, **more)
            if path in at:
                change(answer, seen)
            return answer

        patch.setattr(Client, method, changed)
    return seen


@pytest.mark.parametrize(
    ("path", "change", "words"),
    [("shifts/fetch", _short, "that it says it has"), ("activities", _emptied, "though more follows")],
)
def test_an_answer_that_is_not_the_whole_truth_stops_the_load_and_the_next_completes_it(
    path: str,
    change: Callable[[dict[str, Any], list[Any]], None],
    words: str,
    folder: Path,
    clear: Versions,
    tmp_path: Path,
) -> None:
    settings = settings_in(tmp_path)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(HavenError, match=words):
        _answering(patch, path, change)
        load(SOURCE, settings, folder, **WORLD)
    load(SOURCE, settings, folder, **WORLD)
    assert versions(settings, SOURCE) == clear


def test_the_server_takes_a_token_or_an_address_and_mixes_drafts_in_unless_told_otherwise(folder: Path) -> None:
    with serving(folder, **WORLD) as env, requests.Session() as session:
        base = f"{env['SOURCES__ZENDESK_WFM__BASE_URL']}/wfm/public/api/v1"
        asked = {"startDate": "2026-05-10", "endDate": "2026-05-16", "page": 1}
        assert session.post(f"{base}/shifts/fetch", json=asked, timeout=20).status_code == 401
        session.auth = ("loader@northlight.example/token", "sandbox-api-token")
        mixed = session.post(f"{base}/shifts/fetch", json=asked, timeout=20).json()
        told = session.post(f"{base}/shifts/fetch", json=asked | {"published": 1}, timeout=20).json()
        assert mixed["metadata"]["total"] == 2 * told["metadata"]["total"] > 0
        drafts = [shift for shift in mixed["data"] if not shift["published"]]
        assert {shift["parentId"] for shift in drafts} <= {shift["id"] for shift in mixed["data"]}
        long = session.post(f"{base}/shifts/fetch", json=asked | {"startDate": "2026-03-01"}, timeout=20)
        assert (long.status_code, long.json()["success"]) == (400, False)


def test_without_credentials_the_settings_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCES__ZENDESK_WFM__BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("SOURCES__ZENDESK_WFM__START_DATE", "2026-05-01")
    with pytest.raises(HavenError, match="no credentials") as caught:
        load_source(SOURCE, settings_in(tmp_path))
    assert "SOURCES__ZENDESK_WFM__ACCESS_TOKEN" in json.dumps(str(caught.value) + caught.value.remedy)
