"""What graders said of people and bots, and coaching, as files tell it where there is no such tool."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.sources.http import Client
from pipelines.sources.maestroqa.columns import cells_in, headers, rows_of
from pipelines.sources.maestroqa.exports import exported
from tests.loading.warehouses import ask
from tests.sources.reviews import marks, of_the_tool, whom
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
from tests.sources.written_records import listening
from tests.world_files import dropped

# So many days that some sessions were dropped, and that grades are asked for in two windows.
SOURCE, DAYS, STACK = "maestroqa", 45, "zendesk+ada+assembled+maestroqa"
SCORES, SESSIONS = f"stg_{SOURCE}__quality_scores", f"stg_{SOURCE}__coaching_sessions"
TOOL = Tool(
    source=SOURCE,
    # Three exports, each asked for, looked at three times and fetched; sessions of two windows.
    most_requests=17,
    weathered=(
        "429-bare:7",
        "502:9",
        "stall:export-data",
        "reset:signed",
        "malformed:signed",
        "malformed:export-data",
        "reset:coaching-sessions",
    ),
    stopped=(
        ("expired:export-data", "does not accept the credentials"),
        ("expired:coaching-sessions", "Check SOURCES__MAESTROQA__API_TOKEN"),
    ),
    world={"days": DAYS, "stack": STACK},
)
COLUMN_HEADERS = "SOURCES__MAESTROQA__COLUMN_HEADERS"
REVIEWERS = {f"maestroqa:{sha256(f'reviewer{n}@northlight.example'.encode()).hexdigest()}": n for n in range(4)}


class TestMaestroQA(EveryTool):
    """Files that are asked for, and a list by window."""


def test_the_marks_are_those_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    told = dropped(account(folder, DAYS), "quality_scores")
    rows = standard(loaded, SCORES, SOURCE)
    assert marks(rows, lambda reviewer: REVIEWERS[reviewer]) == marks(of_the_tool(told))
    assert len({row["quality_score_id"] for row in rows}) == len(rows) > 200
    kinds = Counter((row["reviewer_type"], row["is_calibration"]) for row in rows)
    assert min(kinds["human", False], kinds["human", True], kinds["ai", True]) > 0
    left = (folder / f"world{DAYS}" / "drop" / "quality_scores.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in left] == [row for row in told if row["reviewer_type"] == "vendor"] != []


def test_addresses_and_names_of_bots_lead_to_the_agents_whom_the_files_name(loaded: Settings, folder: Path) -> None:
    found = agents_of(loaded, folder, "drop", **TOOL.world)
    rows = standard(loaded, SCORES, SOURCE)
    told = of_the_tool(dropped(account(folder, DAYS), "quality_scores"))
    assert whom(rows, lambda row: found.get(row["agent_key"])) == whom(told, lambda row: row["actor_id"])


def sessions(rows: list[dict[str, Any]], agents: dict[str, str] | None = None) -> Counter[tuple[Any, ...]]:
    """What both sides know of a session: whose, with whom, when it was to be, whether it was held or when dropped."""
    return Counter(
        (
            row["agent_id"] if agents is None else agents.get(row["agent_key"]),
            int(row["coach_id"].rpartition(":")[2].removeprefix("u90")),
            *(
                None if row[name] is None else str(row[name])[:19].replace("T", " ")
                for name in ("planned_at", "delivered_at", "cancelled_at")
            ),
        )
        for row in rows
    )


def test_sessions_are_those_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    agents = agents_of(loaded, folder, **TOOL.world)
    rows = standard(loaded, SESSIONS, SOURCE)
    told = dropped(account(folder, DAYS), "coaching_sessions")
    assert sessions(rows, agents) == sessions(told)
    outcomes = Counter(row["delivered_at"] is not None for row in told)
    assert min(outcomes[True], outcomes[False]) > 0
    assert {(row["dimension"], row["duration_seconds"], row["cancel_reason"]) for row in rows} == {("qa", None, None)}
    assert not (folder / f"world{DAYS}" / "drop" / "coaching_sessions.jsonl").exists()


def test_a_day_later_what_was_viewed_is_told_anew_and_new_grades_come(folder: Path) -> None:
    settings, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    later = TOOL.world | a_day_later(DAYS)
    load(SOURCE, settings, folder, **TOOL.world)
    load(SOURCE, settings, folder, **later)
    load(SOURCE, whole, folder, **later)
    newest = """select record_key, record_hash from raw_maestroqa.individual_answers
        qualify row_number() over (partition by record_key order by known_at desc) = 1 order by 1"""
    assert ask(settings, newest) == ask(whole, newest)
    ((rows, keys),) = ask(settings, "select count(*), count(distinct record_key) from raw_maestroqa.individual_answers")
    assert rows > keys > ask(settings, "select count(*) from raw_maestroqa.total_scores")[0][0] > 0


def test_a_row_keeps_every_column_beside_the_names_it_is_read_by(loaded: Settings) -> None:
    ((text,),) = ask(loaded, "select record from raw_maestroqa.individual_answers order by record_key limit 1")
    row = json.loads(text)
    theirs = row["file_columns"]
    assert (theirs["rubric_name"], row["points"]) == ("Standard", theirs["question_score"])
    assert theirs["date_graded"] == f'="{row["graded_at"]}"'


def test_what_people_wrote_of_a_session_and_addresses_of_devices_are_left_out(loaded: Settings) -> None:
    texts = [text for (text,) in ask(loaded, "select record from raw_maestroqa.coaching_sessions")]
    assert texts and not any(word in text for text in texts for word in ("Notes", "refund", "Refund", "ipAddress"))


def test_a_header_that_is_not_there_is_named_with_those_that_are(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COLUMN_HEADERS, json.dumps({"points": "Score Given"}))
    with pytest.raises(
        HavenError, match=r"score_given \(our points\).*question_score.*SOURCES__MAESTROQA__COLUMN_HEADERS"
    ):
        load(SOURCE, settings_in(tmp_path), folder, **TOOL.world)


def test_a_column_that_files_do_not_have_is_unknown_and_tickets_are_the_helpdesks(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COLUMN_HEADERS, json.dumps({"helpdesk": None, "is_auto_fail": None}))
    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, **TOOL.world)
    rows = standard(settings, SCORES, SOURCE)
    assert {(row["conversation_id"].split(":")[0], row["is_auto_fail"]) for row in rows} == {("zendesk", None)}


@pytest.mark.parametrize(
    ("setting", "words"),
    [({"grade": "x"}, "names grade, unknown here"), ({"rubric_id": None}, "leaves out rubric_id")],
)
def test_a_mapping_that_names_what_we_do_not_know_or_not_what_a_key_needs_is_refused(
    setting: dict[str, str | None], words: str
) -> None:
    with pytest.raises(HavenError, match=words):
        headers(setting)


NAMED = headers({"helpdesk": None})
LINES = [
    ["Gradable ID", "agentId", "Rubric ID", "grader", "Grade Type", "section id", "", "grader"],
    ["70", "u1", "7", "q@example.test", "grading", "2", "free", "Q."],
    ["70", "u1", "7", "q@example.test", "grading", "3"],
    ["71", "Unknown", "7", "q@example.test", "grading", "2", "", ""],
]


def test_headers_are_met_in_any_spelling_and_a_line_that_does_not_fit_is_set_aside() -> None:
    rejected: list[tuple[str, str]] = []
    rows = list(rows_of("section_scores", LINES, NAMED, lambda *why: rejected.append(why)))
    assert [(row["ticket_id"], row["agent_id"], row["section_id"]) for row in rows] == [
        ("70", "u1", "2"),
        ("71", None, "2"),
    ]
    assert rows[0]["file_columns"]["column_7"] == "free" and rows[0]["file_columns"]["grader_8"] == "Q."
    assert rejected == [("the line has 6 values, the header has 8", json.dumps(LINES[2], separators=(",", ":")))]


def test_rows_that_their_key_does_not_tell_apart_stop_the_load() -> None:
    twice = [*LINES[:2], ["70", "u1", "7", "q@example.test", "grading", "2", "other", "Q."]]
    with pytest.raises(HavenError, match=r"differ and have one key: ticket_id.*section_id"):
        list(rows_of("section_scores", twice, NAMED, lambda *_: None))


def packed(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b'\xef\xbb\xbf"a","b"\r\n"1","two\r\nlines"\r\n', [["a", "b"], ["1", "two\r\nlines"]]),
        (packed(scores="a,b\n1,2\n"), [["a", "b"], ["1", "2"]]),
        (b"", []),
        (packed(scores="a,b\n1,2\n")[:-30], None),
        (packed(scores="a\n", others="b\n"), None),
        (b'"a","b"\r\n"1","tw', None),
        (b"a,b\n\xff\xfe\n", None),
    ],
)
def test_a_file_is_read_whole_or_counts_as_broken(content: bytes, cells: list[list[str]] | None) -> None:
    assert cells_in(content) == cells


@pytest.fixture
def client() -> Iterator[Client]:
    """An account whose exports fail."""

    async def answered(request: Request) -> JSONResponse:
        return JSONResponse({"exportId": "1"} if request.method == "POST" else {"status": "errored"})

    app = Starlette(routes=[Route("/{rest:path}", answered, methods=["GET", "POST"])])
    with listening(app) as port:
        yield Client(SOURCE, f"http://127.0.0.1:{port}", None, credentials="")


def test_an_export_that_failed_is_said(client: Client) -> None:
    with pytest.raises(HavenError, match="export of total_scores did not come: its status is errored"):
        exported(client, "total_scores", 0, 86_400, 0.0)


def test_more_than_ninety_days_of_sessions_are_refused_and_a_file_opens_without_the_token_alone(folder: Path) -> None:
    with serving(folder, **TOOL.world) as env, requests.Session() as session:
        base, key = env["SOURCES__MAESTROQA__BASE_URL"], {"apitoken": env["SOURCES__MAESTROQA__API_TOKEN"]}
        window = {"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-05-01T00:00:00Z", "timeAxis": "createdAt"}
        assert session.post(f"{base}/coaching-sessions", json=window, timeout=20).status_code == 401
        assert session.post(f"{base}/coaching-sessions", json=window, headers=key, timeout=20).status_code == 422
        asked = window | {"singleFileExport": "total_scores"}
        number = session.post(f"{base}/request-raw-export", json=asked, headers=key, timeout=20).json()["exportId"]
        states = [session.get(f"{base}/export-data/{number}", headers=key, timeout=20).json() for _ in range(3)]
        assert [state["status"] for state in states] == ["requested", "in_progress", "complete"]
        link = states[-1]["dataUrl"]
        assert session.get(link, headers=key, timeout=20).status_code == 403
        assert session.get(link, timeout=20).text.startswith('"gradable_id"')
