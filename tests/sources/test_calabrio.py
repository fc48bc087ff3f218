"""Who works when on what, as another workforce tool tells it of the same company."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.errors import HavenError
from pipelines.loading import RAW_TABLES, load_source
from pipelines.settings import Settings
from pipelines.sources.http import Client
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.tools_world import (
    EveryTool,
    Tool,
    a_day_later,
    account,
    agents_of,
    load,
    serving,
    settings_in,
    standard,
)
from tests.world_files import dropped

SOURCE, DAYS = "calabrio", 12
CHANGES = "SchedulesByChangeDate"
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.calabrio.queries.PAGE_SIZE",
    rows_a_page=40,
    # Short lists, the units once a thread at most; the people of eight teams; a day's changes.
    most_requests=22,
    weathered=(
        "429-bare:9",
        "502:9",
        f"stall:{CHANGES}",
        f"reset:{CHANGES}",
        "malformed:PeopleByTeamId",
        f"moving-record:{CHANGES}",
    ),
    stopped=(
        (f"repeat-page:{CHANGES}", "again as page"),
        (f"empty-page:{CHANGES}", "though more follows"),
        (f"expired:{CHANGES}", "does not accept the credentials"),
    ),
    world={"days": DAYS},
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestCalabrio(EveryTool):
    """Posted queries, and a list of what changed."""


def planned(rows: list[dict[str, Any]], agents: dict[str, str], until: str) -> Counter[tuple[Any, ...]]:
    """What is planned before a moment; people of the tool by the id that their address leads to."""
    return Counter(
        (
            agents[row["agent_key"]] if "agent_key" in row else row["agent_id"],
            *(str(row[name]) for name in ("started_at", "ended_at", "activity", "channel")),
        )
        for row in rows
        if str(row["started_at"]) < until
    )


def of_the_first_tool(folder: Path, settings: Settings, **world: Any) -> list[dict[str, Any]]:
    """What the first workforce tool makes of the same company, whose plan that is."""
    with serving(folder / "first", **world, stack="zendesk+ada+assembled"):
        load_source("assembled", settings)
    return standard(settings, "stg_assembled__shifts", "assembled")


def end_of(folder: Path, days: int) -> str:
    told = json.loads((folder / f"world{days}" / "drop" / "manifest.json").read_text())["window_end"]
    return str(told)[:19].replace("T", " ")


def test_what_is_planned_is_what_the_first_tool_tells_of_the_same_company(loaded: Settings, folder: Path) -> None:
    first = of_the_first_tool(folder, settings_in(folder / "first"), days=DAYS)
    rows = standard(loaded, "stg_calabrio__shifts", SOURCE)
    agents, until = agents_of(loaded, folder, days=DAYS), end_of(folder, DAYS)
    assert planned(rows, agents, until) == planned(first, {}, until)
    assert len({row["shift_id"] for row in rows}) == len(rows) > 500
    # The tool does not say when a day was changed, and plans are told before they are worked.
    assert {row["source_updated_at"] for row in rows} == {None}
    assert max(str(row["started_at"]) for row in rows) > until


def test_people_are_those_whom_the_files_name(loaded: Settings, folder: Path) -> None:
    agents = agents_of(loaded, folder, days=DAYS)
    rows = standard(loaded, "stg_calabrio__agents", SOURCE)
    told = {row["agent_id"]: row for row in dropped(account(folder, DAYS), "agents") if row["actor_type"] == "human"}
    for row in rows:
        known = told[agents[row["agent_key"]]]
        assert (row["display_name"], row["team"], row["site"]) == (known["display_name"], known["team"], known["site"])
        assert str(row["terminated_at"] or "")[:10] == (known["terminated_at"] or "")[:10]
        assert (row["hired_at"], row["employer"], row["time_zone"]) == (None, None, None)
    assert len(rows) > 15


def test_a_day_off_is_kept_and_has_no_shift(loaded: Settings) -> None:
    days_off = ask(loaded, "select record_key from raw_calabrio.schedules where record->>'DayOff' is not null")
    rows = standard(loaded, "stg_calabrio__shifts", SOURCE)
    assert days_off
    assert not {key for (key,) in days_off} & {row["shift_id"].removeprefix("calabrio:")[:47] for row in rows}


def test_a_day_later_a_shift_that_somebody_was_too_ill_for_is_an_absence(folder: Path) -> None:
    settings, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    _, asked = load(SOURCE, settings, folder, days=30)
    before = {row["shift_id"]: row for row in standard(settings, "stg_calabrio__shifts", SOURCE)}
    _, asked_later = load(SOURCE, settings, folder, **a_day_later(30))
    load(SOURCE, whole, folder, **a_day_later(30))
    after = {row["shift_id"]: row for row in standard(settings, "stg_calabrio__shifts", SOURCE)}
    assert after.keys() == {row["shift_id"] for row in standard(whole, "stg_calabrio__shifts", SOURCE)}
    ill = {key for key, row in before.items() if key in after and after[key]["activity"] != row["activity"]}
    assert ill and {(before[key]["activity"], after[key]["activity"]) for key in ill} == {("queue_work", "time_off")}
    # What had changed before was not asked for again.
    pages = [sum(CHANGES in line["path"] for line in lines) for lines in (asked, asked_later)]
    assert pages[1] * 3 < pages[0]


def _failed(answer: dict[str, Any], body: dict[str, Any]) -> None:
    answer["Errors"] = [{"Message": "Permission denied"}]


def _changed(answer: dict[str, Any], body: dict[str, Any]) -> None:
    """Somebody's day was changed again and has left the list when its second page is asked for."""
    answer["Result"][0]["TotalSchedules"] -= body["Page"] == 2


@pytest.mark.parametrize(
    ("query", "change", "words"),
    [
        ("AllAbsences", _failed, "Permission denied"),
        (CHANGES, _changed, "while it was read"),
    ],
)
def test_an_answer_that_is_not_the_whole_truth_stops_the_load_and_the_next_completes_it(
    query: str,
    change: Callable[[dict[str, Any], dict[str, Any]], None],
    words: str,
    folder: Path,
    clear: Versions,
    tmp_path: Path,
) -> None:
    ask_server = Client.post

    def changed(self: Client, path: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = ask_server(self, path, body, **more)
        if path.endswith(query):
            change(answer, body)
        return answer

    settings = settings_in(tmp_path)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(HavenError, match=words):
        patch.setattr(Client, "post", changed)
        load(SOURCE, settings, folder, days=DAYS)
    load(SOURCE, settings, folder, days=DAYS)
    assert versions(settings, SOURCE) == clear


def test_every_list_came(loaded: Settings) -> None:
    counts = {table: ask(loaded, f"select count(*) from raw_calabrio.{table}")[0][0] for table in RAW_TABLES[SOURCE]}
    assert (counts["sites"], counts["teams"], counts["activities"], counts["absences"]) == (2, 8, 6, 1)


def test_the_server_answers_posted_queries_only_and_names_what_is_wrong_in_its_envelope(folder: Path) -> None:
    with serving(folder, days=DAYS) as env, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {env['SOURCES__CALABRIO__ACCESS_TOKEN']}"
        base = f"{env['SOURCES__CALABRIO__BASE_URL']}/query"
        assert session.get(f"{base}/Team/AllTeams", timeout=20).status_code == 405
        refused = session.post(f"{base}/Team/AllTeams", json={}, timeout=20)
        assert (refused.status_code, list(refused.json()["Errors"][0])) == (400, ["Message"])
        unit = session.post(f"{base}/BusinessUnit/AllBusinessUnits", json={}, timeout=20).json()["Result"][0]["Id"]
        asked = {"BusinessUnitId": unit, "ChangesFrom": "2026-01-01T00:00:00Z", "Page": 0}
        whole = session.post(f"{base}/ScheduleChanges/{CHANGES}", json=asked, timeout=20).json()["Result"][0]
        assert len(whole["Schedules"]) == whole["TotalSchedules"] > 100
        asked |= {"Page": 99, "PageSize": 100}
        beyond = session.post(f"{base}/ScheduleChanges/{CHANGES}", json=asked, timeout=20).json()["Result"][0]
        assert (beyond["Schedules"], beyond["TotalSchedules"]) == ([], whole["TotalSchedules"])
