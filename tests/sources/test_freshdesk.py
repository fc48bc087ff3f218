"""Freshdesk as the helpdesk of the invented company: what the standard makes of it is what happened there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import requests

from pipelines.loading import RAW_TABLES
from pipelines.settings import Settings
from pipelines.sources.times import DAY
from pipelines.verification.sql import model
from tests.loading.warehouses import ask
from tests.sources.tools_world import END, EveryTool, Tool, a_day_later, load, serving, settings_in, standard, truth

SOURCE, DAYS, STACK = "freshdesk", 8, "freshdesk+ada+calabrio"
TICKETS, CONTACTS = "v2/tickets", "v2/contacts"
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.freshdesk.paging.PAGE_SIZE",
    rows_a_page=60,
    # The lists of tickets twice, ten other lists of a page or two, the words of the tickets of the last five minutes.
    most_requests=30,
    weathered=(
        "429-bare:60",
        "502:60",
        "stall:export",
        f"reset:{CONTACTS}",
        "malformed:signed",
        f"moving-record:{CONTACTS}",
    ),
    stopped=(
        (f"empty-page:{TICKETS}", "an empty page though more follows"),
        (f"repeat-page:{CONTACTS}", "gave a page again"),
        (f"expired:{TICKETS}", "does not accept the credentials"),
    ),
    world={"days": DAYS, "stack": STACK},
)
CHANNELS = {"chat": "chat", "email": "email", "web": "web_form", "voice": "voice", "messaging": "messaging"}
pytestmark = pytest.mark.usefixtures("small_pages")
Rows = list[dict[str, Any]]


class TestFreshdesk(EveryTool):
    """Bare lists, tickets by their last change, files of a day."""


@pytest.fixture(scope="module")
def end(folder: Path, loaded: Settings) -> int:
    """The world's last moment, in unix seconds."""
    return int((datetime.combine(END, datetime.min.time(), UTC) - timedelta(hours=2)).timestamp())


@pytest.fixture(scope="module")
def tickets(folder: Path, loaded: Settings) -> dict[str, dict[str, Any]]:
    """The world's own account of the contacts that have a ticket, by the ticket's key."""
    return {f"freshdesk:{row['ticket_id']}": row for row in truth(folder, DAYS, "contacts") if row["ticket_id"]}


@pytest.fixture(scope="module")
def jobs(folder: Path, loaded: Settings, end: int) -> Rows:
    """The stretches of people's work that were over by the end."""
    return [row for row in truth(folder, DAYS, "jobs") if row["ticket_id"] and row["ended_at"] < end]


@pytest.fixture(scope="module")
def conversations(loaded: Settings) -> dict[str, dict[str, Any]]:
    return {row["conversation_id"]: row for row in standard(loaded, "stg_freshdesk__conversations", SOURCE)}


@pytest.fixture(scope="module")
def events(loaded: Settings) -> Rows:
    return standard(loaded, "stg_freshdesk__conversation_events", SOURCE)


def at(moment: int | None) -> datetime | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)


def test_conversations_are_those_of_the_world_with_channel_intent_and_end(
    conversations: dict[str, dict[str, Any]], tickets: dict[str, dict[str, Any]], end: int
) -> None:
    assert conversations.keys() == tickets.keys() and len(tickets) > 100
    for key, row in conversations.items():
        happened = tickets[key]
        solved = happened["solved_at"] if (happened["solved_at"] or end) < end else None
        closed = solved + 4 * DAY if solved and solved + 4 * DAY < end else None
        assert row["channel"] == CHANNELS[happened["channel"]]
        assert (row["native_intent"] is None) == happened["is_unlabelled"]
        assert row["status"] != "closed" or closed
        if row["status"] in ("solved", "closed"):
            assert (row["resolved_at"], row["closed_at"]) == (at(solved), at(closed))
    assert Counter(row["status"] for row in conversations.values())["closed"] > 20


def test_spam_that_people_threw_away_is_deleted_whichever_list_has_it(
    conversations: dict[str, dict[str, Any]], tickets: dict[str, dict[str, Any]], jobs: Rows
) -> None:
    worked = {f"freshdesk:{job['ticket_id']}": at(job["ended_at"]) for job in jobs}
    thrown = {key: worked[key] for key, row in tickets.items() if row["is_spam"] and key in worked}
    assert {k: row["deleted_at"] for k, row in conversations.items() if row["status"] == "deleted"} == thrown


def test_whoever_took_a_ticket_over_is_who_worked_on_it_then(
    events: Rows, conversations: dict[str, dict[str, Any]], jobs: Rows, end: int
) -> None:
    # The file of the last day is not there yet.
    told_until = end // DAY * DAY
    taken = Counter(
        (f"freshdesk:{job['ticket_id']}", at(job["started_at"]), f"freshdesk:{job['agent_id']}")
        for job in jobs
        if job["kind"] in (0, 2) and job["started_at"] < told_until
    )
    seen = Counter(
        (row["conversation_id"], row["occurred_at"], row["to_value"])
        for row in events
        if row["event_type"] == "assignment" and row["to_value"]
    )
    assert taken <= seen and len(taken) > 50
    # What nobody had finished by the end is no job of the account yet.
    assert {key for key, _, _ in seen - taken} <= {k for k, row in conversations.items() if row["resolved_at"] is None}


def test_what_was_done_is_told_once_with_who_did_it(
    events: Rows, tickets: dict[str, dict[str, Any]], jobs: Rows, end: int
) -> None:
    told_until = end // DAY * DAY
    kinds = Counter(row["event_type"] for row in events)
    assert len({row["event_id"] for row in events}) == len(events)
    reopened = [job for job in jobs if job["kind"] == 3 and job["asked_at"] < told_until]
    assert kinds["reopened"] >= len(reopened)
    gone = {key for key, row in tickets.items() if row["is_abandoned"]}
    assert {row["conversation_id"] for row in events if row["event_type"] == "abandoned"} <= gone
    assert {row["actor_type"] for row in events if row["event_type"] == "assignment"} == {"human"}
    # Every ticket begins with somebody's words; a chat's transcript is nobody's.
    first = {row["conversation_id"]: row for row in events if row["sequence"] == 1}
    assert {row["event_type"] for row in first.values()} == {"message"}
    for key, row in first.items():
        is_chat = tickets[key]["has_ai"]
        assert (row["actor_type"], row["visibility"]) == (("system", "internal") if is_chat else ("customer", "public"))


def test_each_end_is_there_though_the_last_days_file_is_not(
    events: Rows, conversations: dict[str, dict[str, Any]], end: int
) -> None:
    last = {
        kind: {
            row["conversation_id"]: row["occurred_at"]
            for row in sorted(events, key=lambda row: row["sequence"])
            if row["event_type"] == kind
        }
        for kind in ("solved", "closed")
    }
    ended = {key: row for key, row in conversations.items() if row["status"] in ("solved", "closed")}
    assert {key: last["solved"].get(key) for key in ended} == {key: row["resolved_at"] for key, row in ended.items()}
    shut = {key: row["closed_at"] for key, row in ended.items() if row["closed_at"]}
    assert {key: last["closed"].get(key) for key in shut} == shut
    today = at(end // DAY * DAY)
    assert [key for key, row in ended.items() if row["resolved_at"] > today]


def test_time_on_a_ticket_is_what_people_worked_on_it_in_minutes_begun(
    conversations: dict[str, dict[str, Any]], jobs: Rows
) -> None:
    worked: Counter[str] = Counter()
    for job in jobs:
        worked[f"freshdesk:{job['ticket_id']}"] += -(-(job["ended_at"] - job["started_at"]) // 60) * 60
    assert {
        k: row["native_handle_seconds"] for k, row in conversations.items() if row["native_handle_seconds"]
    } == worked


def test_ratings_are_the_customers_own_and_nobody_is_known_to_have_been_asked(
    loaded: Settings, tickets: dict[str, dict[str, Any]]
) -> None:
    rows = standard(loaded, "stg_freshdesk__ratings", SOURCE)
    assert len(rows) > 15
    assert {(row["scale_min"], row["scale_max"], row["asked_at"]) for row in rows} == {(1.0, 5.0, None)}
    assert all(tickets[row["conversation_id"]]["score"] == row["score"] for row in rows)


def test_customers_are_known_by_their_address_and_visitors_are_not(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_freshdesk__customers", SOURCE)
    known = [row for row in rows if row["is_identified"]]
    people = {f"freshdesk:{row['helpdesk_id']}" for row in truth(folder, DAYS, "people")}
    assert {row["customer_id"] for row in known} <= people and len(known) > 500
    assert len({row["identity_hash"] for row in known}) == len(known)
    assert len(rows) - len(known) > 0 and all(row["identity_hash"] is None for row in rows if row not in known)


def test_the_ais_conversation_that_has_a_ticket_is_that_ticket(
    loaded: Settings, folder: Path, tickets: dict[str, dict[str, Any]]
) -> None:
    load("ada", loaded, folder, **TOOL.world)
    with duckdb.connect(str(loaded.warehouse), read_only=True) as warehouse:
        raw = {"raw_ada.conversations": warehouse.execute("from raw_ada.conversations").to_arrow_table()}
    rows = model("stg_ada__conversations", {"optional_sources": ["freshdesk"]}, **raw)
    seen = {row["conversation_id"]: row["canonical_conversation_id"] for row in rows}
    chats = {f"ada:{row['ada_id']}": key for key, row in tickets.items() if row["ada_id"]}
    assert {key: seen[key] for key in chats} == chats and len(chats) > 10
    assert all(seen[key] == key for key in seen.keys() - chats.keys()) and len(seen) > len(chats)


def test_every_list_came(loaded: Settings) -> None:
    counts = {table: ask(loaded, f"select count(*) from raw_freshdesk.{table}")[0][0] for table in RAW_TABLES[SOURCE]}
    assert (counts["groups"], counts["surveys"], counts["sla_policies"]) == (4, 1, 1)
    assert min(counts.values()) > 0


def test_a_day_more_is_what_reading_everything_late_would_have_brought(folder: Path) -> None:
    newest = """select record_key, record_hash from raw_freshdesk.{table}
        qualify row_number() over (partition by record_key order by known_at desc, cursor_value desc) = 1 order by 1"""
    grown, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    world: dict[str, Any] = {"days": 3, "stack": STACK}
    load(SOURCE, grown, folder, **world)
    before = dict(ask(grown, newest.format(table="tickets")))
    late = a_day_later(3) | {"stack": STACK}
    load(SOURCE, grown, folder, **late)
    load(SOURCE, whole, folder, **late)
    for table in RAW_TABLES[SOURCE]:
        assert ask(grown, newest.format(table=table)) == ask(whole, newest.format(table=table)), table
    after = dict(ask(grown, newest.format(table="tickets")))
    assert [key for key in before if after[key] != before[key]] and len(after) > len(before)


def test_the_server_answers_as_the_vendor_does(folder: Path) -> None:
    with serving(folder, days=DAYS, stack=STACK) as env, requests.Session() as session:
        base = env["SOURCES__FRESHDESK__BASE_URL"] + "/api/v2"
        refused = session.get(f"{base}/tickets", timeout=20)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_credentials")
        session.auth = (env["SOURCES__FRESHDESK__API_KEY"], "X")
        since = {"updated_since": "2026-01-01T00:00:00Z", "per_page": "100"}
        first = session.get(f"{base}/tickets", params=since, timeout=20)
        assert "description_text" not in first.json()[0] and "stats" not in first.json()[0]
        assert not any(row["spam"] or "deleted" in row for row in first.json())
        assert 'rel="next"' in first.headers["Link"]
        assert float(first.headers["X-RateLimit-Remaining"]) == 699.0 and "." in first.headers["X-RateLimit-Total"]
        last = session.get(f"{base}/tickets", params=since | {"page": "99"}, timeout=20)
        assert (last.json(), "Link" in last.headers) == ([], False)
        beyond = session.get(f"{base}/tickets", params=since | {"page": "301"}, timeout=20)
        assert (beyond.status_code, beyond.json()["errors"][0]["field"]) == (400, "page")
        told = session.get(f"{base}/tickets", params=since | {"include": "stats,description"}, timeout=20)
        assert told.headers["X-RateLimit-Used-CurrentRequest"] == "5" and told.json()[0]["stats"]
        day = {"created_at": (END - timedelta(days=1)).isoformat()}
        assert session.get(f"{base}/export/ticket_activities", params=day, timeout=20).status_code == 404
        day = {"created_at": date(2026, 5, 15).isoformat()}
        link = session.get(f"{base}/export/ticket_activities", params=day, timeout=20).json()["export"][0]["url"]
        assert session.get(link, timeout=20).status_code == 400
        assert requests.get(link, timeout=20).json()["activities_data"][0]["performed_at"].startswith("15-05-2026")
