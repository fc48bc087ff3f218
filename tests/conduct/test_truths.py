"""Failure paths, process, knowledge and conduct of the AI, as built, against what the invented world really did.

Expected values come from the sandbox's truth or are counted here from the files it served and dropped; no pipeline step
reads either.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.sandbox.pages import Pages
from tests.world_files import dropped

Rows = list[tuple[Any, ...]]


def served_messages(world: Path) -> list[dict[str, Any]]:
    pages = Pages.open(world / "served" / "ada", "messages")
    loaded: list[dict[str, Any]] = json.loads(b"[" + pages.slice(0, len(pages)) + b"]")
    return loaded


def test_every_hand_over_of_the_world_is_a_hand_off_and_no_other(connection: duckdb.DuckDBPyConnection) -> None:
    truth = connection.sql(
        "select conversation_id from contacts where hand_over > 0 and handed_at is not null"
    ).fetchall()
    found = connection.sql("select conversation_id from core.fct_hand_offs").fetchall()
    late = {key for (key,) in truth} ^ {key for (key,) in found}
    # Only hand-overs at the very end of the world can be missing from what it served.
    assert len(found) > 100
    assert len(late) <= 2


def test_who_asked_for_a_person_is_the_reason_and_what_the_ai_stated_is_the_rest(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    stated = {
        row["conversation_id"]: row["from_value"]
        for row in dropped(world, "conversation_events")
        if row["event_type"] == "hand_off_requested"
    }
    words = {"low_confidence": "ai_uncertain", "out_of_scope": "policy_limit"}
    rows = connection.sql(
        """select reason, asked_for_person, 'ada:' || ada_id
           from core.fct_hand_offs inner join contacts using (conversation_id)"""
    ).fetchall()
    for reason, asked, key in rows:
        if asked:
            assert reason == "customer_asked"
        elif key in stated:
            assert reason == words[stated[key]]
        else:
            assert reason in ("unknown", "failure", "policy_limit")
    assert len({reason for reason, *_ in rows}) >= 4


def test_requests_for_a_person_are_those_of_the_world(connection: duckdb.DuckDBPyConnection) -> None:
    asked, granted = connection.sql(
        "select count(*), count(*) filter (where has_person) from contacts where asked_for_person and not is_test"
    ).fetchall()[0]
    found = connection.sql(
        """select n, numerator from marts.process_hand_offs
           where period = 'all' and channel = 'all' and metric = 'request_granted'"""
    ).fetchall()
    assert asked > 20
    # The last conversations may be cut off by the end of the world.
    assert found[0][0] == pytest.approx(asked, abs=2)
    assert found[0][1] == pytest.approx(granted, abs=4)


def test_the_ai_that_did_not_say_what_it_is_is_found(connection: duckdb.DuckDBPyConnection) -> None:
    silent = {
        key
        for (key,) in connection.sql(
            "select conversation_id from contacts where has_ai and not is_disclosed and not is_test"
        ).fetchall()
    }
    found = {
        key
        for (key,) in connection.sql(
            "select conversation_id from core.fct_disclosures where disclosure = 'missing' and exclusion_reason is null"
        ).fetchall()
    }
    assert silent
    assert found == silent


def test_transfers_and_escalations_are_those_to_the_specialists(connection: duckdb.DuckDBPyConnection) -> None:
    truth = connection.sql("select count(*) from contacts where is_transferred and has_person").fetchall()[0][0]
    found = dict(
        connection.sql(
            """select failure_path, numerator from marts.process_failure_paths
               where period = 'all' and population = 'human'"""
        ).fetchall()
    )
    assert truth > 10
    # A specialist may not have come to it yet.
    assert truth * 0.9 <= found["transfer"] <= truth
    assert found["escalation"] == found["transfer"]
    assert found["transfer_warm"] + found["transfer_cold"] >= found["transfer"]
    assert found["ping_pong"] == 0


def test_actions_out_of_bounds_are_those_above_the_limit_or_not_declared(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    actions = dropped(world, "ai_actions")
    above = [a for a in actions if a["action_type"] == "extend_warranty" or (a["amount"] or 0) > 50]
    near = [a for a in actions if 45 <= (a["amount"] or 0) <= 50]
    needed = [a for a in actions if a["approval_required"] and a["decision"] != "blocked"]
    before = [a for a in needed if a["approved_at"] and a["approved_at"] <= a["occurred_at"]]
    hasty = [a for a in needed if a["approved_by"] == "drop:approver:2"]
    counted = Counter(
        dict(
            connection.sql(
                "select bounds, count(*) from core.fct_ai_actions where origin = 'log' group by bounds"
            ).fetchall()
        )
    )
    assert above and needed
    assert counted["out_of_bounds"] == len(above)
    assert counted["near_limit"] == len(near)
    measures = {
        metric: (numerator, n)
        for metric, numerator, n in connection.sql(
            """select metric, numerator, n from marts.process_governance
               where period = 'all' and channel = 'all' and language = 'all'"""
        ).fetchall()
    }
    blocked = sum(a["decision"] == "blocked" for a in above)
    assert measures["out_of_bounds_blocked"] == (blocked, len(above))
    assert measures["approval_coverage"] == (len(before), len(needed))
    stamped = connection.sql(
        "select approved_by, count(*) from core.fct_ai_actions where is_rubber_stamp group by approved_by"
    ).fetchall()
    # Whoever clicks is seen, whoever reads is not.
    assert dict(stamped).get("drop:approver:2", 0) >= 0.8 * len([a for a in hasty if a in before])
    assert dict(stamped).get("drop:approver:1", 0) == 0


def test_loops_between_sub_agents_are_those_of_the_traces(connection: duckdb.DuckDBPyConnection, world: Path) -> None:
    steps = Counter(
        row["conversation_id"] for row in dropped(world, "conversation_events") if row["event_type"] == "action"
    )
    looped = sum(n > 3 for n in steps.values())
    found = connection.sql("select count(*) filter (where returns > 0), count(*) from intermediate.int_sub_agent_hops")
    assert looped > 0
    assert found.fetchall() == [(looped, len(steps))]


def test_who_repeats_after_the_hand_off_is_counted_as_lost_context(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    repeaters = _repeaters(world)
    found = connection.sql(
        """select ada_id from core.fct_hand_offs inner join contacts using (conversation_id)
           where is_repeated_by_customer"""
    ).fetchall()
    assert len(repeaters) > 5
    assert {key for (key,) in found} == repeaters


def _repeaters(world: Path) -> set[str]:
    """Conversations in which a customer's message after the hand-off says word for word what one before it said."""
    before: dict[str, set[str]] = {}
    handed: set[str] = set()
    repeaters: set[str] = set()
    for message in sorted(served_messages(world), key=lambda m: (m["conversation_id"], m["date_created"], m["_id"])):
        key, data = message["conversation_id"], message["message_data"]
        if data["type"] == "event":
            handed.add(key)
        elif message["sender"] == message["chatter_id"]:
            if key not in handed:
                before.setdefault(key, set()).add(data["body"])
            elif data["body"] in before.get(key, set()):
                repeaters.add(key)
    return repeaters


def test_intents_without_an_article_are_not_covered_and_the_gap_names_them(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    covered = {intent for row in dropped(world, "articles") for intent in json.loads(row["intents"])}
    rows = connection.sql("select intent_id, is_covered from marts.know_coverage where population = 'all'").fetchall()
    assert {intent for intent, is_covered in rows if is_covered} == covered
    assert {"subscription.plan_cancellation", "account.suspicious_login"} <= {i for i, c in rows if not c}


def test_searches_and_links_are_those_dropped(connection: duckdb.DuckDBPyConnection, world: Path) -> None:
    events = [row for row in dropped(world, "article_events") if row["actor_type"] == "human"]
    failed = sum(row["event_type"] == "search_miss" for row in events)
    searches = sum(row["event_type"].startswith("search") for row in events)
    numerator, n = connection.sql(
        "select numerator, n from marts.know_figures where population = 'human' and metric = 'know_failed_searches'"
    ).fetchall()[0]
    assert searches > 100
    # A contact nobody has handled yet, or that is excluded, has no row of knowledge.
    assert n == pytest.approx(searches, rel=0.03)
    assert numerator / n == pytest.approx(failed / searches, abs=0.02)


def test_effort_as_asked_has_every_answer(connection: duckdb.DuckDBPyConnection, world: Path) -> None:
    answers = [row["score"] for row in dropped(world, "ratings") if row["kind"] == "ces"]
    found = connection.sql(
        "select sum(effort_answers), sum(effort_asked * effort_answers) from core.fct_journeys"
    ).fetchall()[0]
    assert len(answers) > 20
    assert found[0] == len(answers)
    assert found[1] == pytest.approx(sum(answers))
    low, high = connection.sql("select min(effort_index), max(effort_index) from core.fct_journeys").fetchall()[0]
    assert low >= 0 and high <= 1 and high > low


def test_a_prompt_that_was_taken_back_is_compared_until_it_was(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    (prompt,) = [row for row in dropped(world, "changes") if row["kind"] == "prompt"]
    rows = connection.sql(
        """select window_name, strftime(until_at, '%Y-%m-%dT%H:%M:%SZ'), rolled_back_at is not null
           from marts.process_ai_versions where change_id = 'drop:change:prompt:shorter_answers' order by window_name"""
    ).fetchall()
    assert rows == [("after", prompt["rolled_back_at"], True), ("before", prompt["live_for_ai_at"], True)]


def test_the_register_shows_the_ai_that_answers_and_nothing_fails(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(
        "select register_key, conversations > 0, is_failing from marts.process_use_cases order by 1"
    ).fetchall()
    assert ("customer_chat", True, False) in rows
    assert not any(key.startswith("unregistered") for key, *_ in rows)


def test_every_conversation_walks_the_process_from_new(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.sql(
        "select count(*) from intermediate.int_process_cases where variant not like 'new%'"
    ).fetchall() == [(0,)]
    reopened = connection.sql("select count(*) from contacts where is_reopened").fetchall()[0][0]
    walked = connection.sql(
        """select transitions from marts.process_flow
           where population = 'all' and from_activity = 'close' and to_activity = 'reopen'"""
    ).fetchall()
    assert walked and walked[0][0] <= reopened + 1
