"""A shop on Gorgias alone: what the standard makes of it is held against what really happened there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.sandbox import open_world
from pipelines.sandbox.build import DEFAULT_END
from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.tools_world import EveryTool, Tool, load, serving, settings_in, standard, truth

SOURCE, DAYS, STACK = "gorgias", 6, "gorgias+assembled"
TOOL = Tool(
    source=SOURCE,
    # One for each of the twelve resources, two for each ticket of the last five minutes, one more page of customers.
    most_requests=20,
    weathered=(
        "429-bare:40",
        "502:50",
        "stall:events",
        "reset:messages",
        "malformed:satisfaction",
        "empty-page:customers",
        "repeat-page:customers",
        "moving-record:customers",
    ),
    stopped=(("expired:customers", "does not accept the credentials"),),
    # How its limit is met is proven elsewhere: here it is wide.
    world={"days": DAYS, "stack": STACK, "end": DEFAULT_END, "window": 0.1},
)
# In the world's words and in the standard's.
CHANNELS = {"chat": "chat", "email": "email", "web": "web_form", "voice": "voice", "messaging": "messaging"}
SILENCE_SECONDS = 72 * 3600


class TestGorgias(EveryTool):
    """A helpdesk with an AI agent of its own, told step by step by tags."""


@pytest.fixture(scope="module")
def happened(loaded: Settings, folder: Path) -> list[dict[str, Any]]:
    return truth(folder, DAYS, "contacts")


@pytest.fixture(scope="module")
def conversations(loaded: Settings) -> dict[str, dict[str, Any]]:
    return {row["conversation_id"]: row for row in standard(loaded, "stg_gorgias__conversations", SOURCE)}


@pytest.fixture(scope="module")
def events(loaded: Settings) -> list[dict[str, Any]]:
    return standard(loaded, "stg_gorgias__conversation_events", SOURCE)


def of_type(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in events if row["event_type"] == kind]


def test_every_ticket_is_there_with_its_channel_its_customer_and_what_it_is_about(
    happened: list[dict[str, Any]], conversations: dict[str, dict[str, Any]]
) -> None:
    first: dict[str, dict[str, Any]] = {}
    for row in happened:
        first.setdefault(row["conversation_id"], row)
    assert set(conversations) == set(first)
    assert all(conversations[key]["channel"] == CHANNELS[row["channel"]] for key, row in first.items())
    unlabelled = {key for key, row in first.items() if row["is_unlabelled"]}
    assert {key for key, row in conversations.items() if row["native_intent"] is None} == unlabelled
    assert {row["native_sla_met"] for row in conversations.values()} == {None}


def test_each_hand_off_of_the_ai_agent_is_seen_once_when_it_happened(
    happened: list[dict[str, Any]], events: list[dict[str, Any]], folder: Path
) -> None:
    end = open_world(folder / f"world{DAYS}").end
    handed = {r["conversation_id"]: r["handed_at"] for r in happened if r["hand_over"] > 0 and r["handed_at"] < end}
    seen = of_type(events, "hand_off")
    assert {row["conversation_id"]: _unix(row["occurred_at"]) for row in seen} == handed
    assert len(seen) == len(handed) > 10
    assert {(row["actor_type"], row["actor_id"]) for row in seen} == {("ai", "gorgias:700")}


def test_the_ai_agent_wrote_where_it_took_part_and_a_rule_is_not_it(
    happened: list[dict[str, Any]], events: list[dict[str, Any]], loaded: Settings
) -> None:
    said = of_type(events, "message")
    by_ai = {row["conversation_id"] for row in said if row["actor_type"] == "ai"}
    assert by_ai == {row["conversation_id"] for row in happened if row["has_ai"]}
    ruled = ask(loaded, "select count(*) from raw_gorgias.messages where record ->> 'via' = 'rule'")[0][0]
    assert Counter(row["actor_type"] for row in said)["system"] == ruled
    ((count,),) = ask(loaded, "select count(*) from raw_gorgias.messages")
    assert len(said) == count


def test_who_gave_up_waiting_is_seen(
    happened: list[dict[str, Any]], events: list[dict[str, Any]], conversations: dict[str, dict[str, Any]]
) -> None:
    seen = {row["conversation_id"] for row in of_type(events, "abandoned")}
    assert seen and seen <= {row["conversation_id"] for row in happened if row["is_abandoned"]}
    assert all('"abandoned_in_queue"' in conversations[key]["tags"] for key in seen)


def test_the_ai_agent_claims_what_it_closed_after_three_silent_days_and_nothing_else(
    happened: list[dict[str, Any]], loaded: Settings, folder: Path
) -> None:
    claims = standard(loaded, "stg_gorgias__outcome_claims", SOURCE)
    billed = {row["conversation_id"]: row["claimed_at"] for row in truth(folder, DAYS, "bills")}
    tests = {row["conversation_id"] for row in happened if row["is_test"]}
    told = {row["conversation_id"]: _unix(row["claimed_at"]) for row in claims}
    assert {key: at for key, at in told.items() if key not in tests} == billed
    assert len(billed) > 3
    ends = {row["conversation_id"]: row["ai_ends_at"] for row in happened}
    assert {at - ends[key] for key, at in told.items()} == {SILENCE_SECONDS}
    assert {(row["claim_state"], row["billed_amount"], row["withdrawn_at"]) for row in claims} == {
        ("assumed", None, None)
    }


def test_ratings_are_the_customers_own_and_the_unanswered_count_as_asked(
    happened: list[dict[str, Any]], loaded: Settings
) -> None:
    rows = standard(loaded, "stg_gorgias__ratings", SOURCE)
    given = {(row["conversation_id"], row["score"]) for row in happened if row["score"] is not None}
    scored = {(row["conversation_id"], int(row["score"])) for row in rows if row["score"] is not None}
    assert scored <= given and len(scored) > 5
    assert len({row["conversation_id"] for row in rows}) == len(rows) > len(scored)
    assert all((row["answered_at"] is None) == (row["score"] is None) and row["asked_at"] for row in rows)


def test_customers_are_known_by_their_address_and_visitors_are_not(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_gorgias__customers", SOURCE)
    people = truth(folder, DAYS, "people")
    start = ask(loaded, "select min(record ->> 'updated_datetime') from raw_gorgias.customers")[0][0]
    assert start < "2026-05-01"
    known = {row["identity_hash"] for row in rows if row["is_identified"]}
    assert len(known) == len(people) == sum(row["is_identified"] for row in rows)
    assert any(not row["is_identified"] for row in rows)


def test_people_and_the_ai_agent_are_told_apart_and_a_bot_that_obeys_rules_is_nobody(loaded: Settings) -> None:
    rows = standard(loaded, "stg_gorgias__agents", SOURCE)
    assert [row["agent_id"] for row in rows if row["actor_type"] == "ai"] == ["gorgias:700"]
    ((users,),) = ask(loaded, "select count(*) from raw_gorgias.users")
    assert len(rows) == users - 1
    named = {row["group_id"]: row["name"] for row in standard(loaded, "stg_gorgias__groups", SOURCE)}
    assert named["gorgias:3302"] == "Email and web"


def test_a_day_later_only_what_changed_is_asked_about_and_the_rest_is_as_a_first_load_has_it(
    folder: Path, tmp_path: Path
) -> None:
    grown, whole = settings_in(tmp_path / "grown"), settings_in(tmp_path / "whole")
    before = TOOL.world | {"days": 2, "end": DEFAULT_END.replace(month=5, day=31)}
    after = TOOL.world | {"days": 3, "end": DEFAULT_END}
    load(SOURCE, grown, folder, **before)
    first = {key for (key,) in ask(grown, "select record_key from raw_gorgias.tickets")}
    _, asked = load(SOURCE, grown, folder, **after)
    load(SOURCE, whole, folder, **after)
    for entity in ("conversations", "conversation_events"):
        assert _told(grown, entity) == _told(whole, entity), entity
    newest = "select count(*) from raw_gorgias.tickets where known_at = (select max(known_at) from raw_gorgias.tickets)"
    ((changed,),) = ask(grown, newest)
    read = {line["path"].split("/")[-2] for line in asked if line["path"].endswith("/custom-fields")}
    assert len(read) <= changed + 10 and first - read


def test_the_server_refuses_what_its_contract_refuses(folder: Path) -> None:
    with serving(folder, days=DAYS, stack=STACK, end=DEFAULT_END) as env, requests.Session() as session:
        base = env["SOURCES__GORGIAS__BASE_URL"]
        assert session.get(f"{base}/tickets", timeout=20).json()["error"]["msg"]
        session.auth = (env["SOURCES__GORGIAS__EMAIL"], env["SOURCES__GORGIAS__API_KEY"])

        def status(path: str, **query: Any) -> int:
            return session.get(base + path, params=query, timeout=20).status_code

        assert [status("/tickets", limit=101), status("/tickets", order_by="subject:asc")] == [400, 400]
        assert [status("/tickets/1"), status("/pigeons"), status("/tickets", cursor="x")] == [404, 404, 400]
        first = session.get(f"{base}/tickets", timeout=20).json()
        assert (len(first["data"]), first["object"]) == (30, "list") and "messages" not in first["data"][0]
        detail = session.get(f"{base}/tickets/{first['data'][0]['id']}", timeout=20).json()
        assert len(detail["messages"]) == detail["messages_count"]


def _told(settings: Settings, entity: str) -> list[tuple[Any, ...]]:
    own = ("extracted_at", "first_known_at")
    rows = standard(settings, f"stg_gorgias__{entity}", SOURCE)
    return sorted(tuple(str(value) for name, value in row.items() if name not in own) for row in rows)


def _unix(moment: Any) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())
