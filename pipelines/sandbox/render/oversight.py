"""What an AI platform logs about its own work, and what a help centre knows, as files of standard entities."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, HOUR
from pipelines.sandbox.world.events import events

# Days before the world's start on which each intent's article was last reviewed; an intent that is not here has none.
REVIEWED_DAYS_BEFORE = {
    "refund_request": 30,
    "invoice_copy": 400,
    "payment_failed": 75,
    "delivery_status": 20,
    "return_label": 110,
    "damaged_item": 45,
    "password_reset": 15,
    "address_change": 60,
    "setup_help": 250,
    "device_fault": 90,
}
DICE = ("act", "size", "limit", "approval", "reading", "hops", "reason", "share", "search", "effort", "draft", "accept")
PEOPLE_A_DAY_AT_THE_HELP_CENTRE = 220


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def put_dice(con: duckdb.DuckDBPyConnection, story: Story) -> None:
    """Tables `oversight_dice` (numbers in [0, 1) per contact) and `covered` (intents with an article)."""
    contacts, draws = story.contacts, story.world.draws
    key = contacts.root * 4 + contacts.level
    columns: dict[str, Any] = {name: draws.uniform(f"oversight/{name}", story.roots * 4)[key] for name in DICE}
    con.register("oversight_dice", pa.table({"contact": range(len(contacts))} | columns))
    covered = [n for n, intent in enumerate(c.INTENTS) if intent.key in REVIEWED_DAYS_BEFORE]
    con.register("covered", pa.table({"intent": covered}))


def articles(story: Story) -> Iterator[dict[str, Any]]:
    """One article per intent that has one, and one that nobody uses."""
    start, plan = story.world.clock.start, story.plan
    for number, intent in enumerate(c.INTENTS):
        if intent.key not in REVIEWED_DAYS_BEFORE:
            continue
        reviewed = start - REVIEWED_DAYS_BEFORE[intent.key] * DAY
        # The desk rewrites the refund article when the new terms begin, and forgets the one on failed payments.
        if intent.key == "refund_request" and plan.policy_live_for_humans_at < story.world.clock.end:
            reviewed = plan.policy_live_for_humans_at
        yield _article(story, number, intent.ada_intent, f"{intent.family}.{intent.key}", reviewed)
    yield _article(story, 90, "Where old invoices are kept", "billing.invoice_copy", start - 40 * DAY)


def _article(story: Story, number: int, title: str, intent: str, reviewed: int) -> dict[str, Any]:
    return {
        "article_id": f"zendesk:{c.FIRST_ARTICLE + number}"
        if story.stack.has_guide
        else f"{story.stack.assistant}:ka_{number:02d}",
        "title": title,
        "intents": json.dumps([intent]),
        "created_at": "2024-02-01T09:00:00Z",
        "updated_at": _iso(reviewed),
        "retired_at": None,
        "source": "drop",
        "source_updated_at": _iso(reviewed),
    }


def changes(story: Story) -> Iterator[dict[str, Any]]:
    """A prompt that was tried for three days and taken back."""
    clock = story.world.clock
    live = clock.start + (clock.end - clock.start) * 3 // 5 // HOUR * HOUR
    back = live + 3 * DAY
    if back < clock.end:
        yield {
            "change_id": "drop:change:prompt:shorter_answers",
            "kind": "prompt",
            "subject": "Shorter answers",
            "intents": "[]",
            "decided_at": _iso(live - DAY),
            "live_for_humans_at": None,
            "live_for_ai_at": _iso(live),
            "rolled_back_at": _iso(back),
            "owner": "Head of support",
            "source": "drop",
            "source_updated_at": _iso(back),
        }


def ops_events(story: Story) -> Iterator[dict[str, Any]]:
    """One incident of the AI, what happened to the company, themes of customers, visitors of the help centre by day."""
    clock = story.world.clock
    began = clock.start + (clock.end - clock.start) * 2 // 5 // HOUR * HOUR
    yield _ops("incident:1", "incident", began, began + 5 * HOUR, '["billing.refund_request"]', 1.0)
    for event in events(clock):
        if event.ended_at < clock.end:
            intent = c.INTENTS[event.intent]
            touches = json.dumps([f"{intent.family}.{intent.key}"])
            yield _ops(event.key, event.kind, event.started_at, event.ended_at, touches, event.magnitude)
    yield from _themes(story)
    for number, at in enumerate(range(clock.start, clock.end, DAY)):
        people = PEOPLE_A_DAY_AT_THE_HELP_CENTRE + number % 7 * 9
        yield _ops(f"help_center:{number}", "help_center_users", at, min(at + DAY, clock.end), "[]", float(people))


def _themes(story: Story) -> Iterator[dict[str, Any]]:
    """What customers spoke of, routed and acknowledged before the change it led to; one that nobody took up."""
    plan, end = story.plan, story.world.clock.end
    returns = tuple(n for n, i in enumerate(c.INTENTS) if i.family == c.FAMILIES[plan.gap_family])
    told = (
        ("refund_terms", plan.policy_intents, plan.policy_decided_at - 5 * DAY, plan.policy_decided_at - DAY),
        ("returns", returns, plan.gap_from - 21 * DAY, plan.gap_from - 15 * DAY),
        ("cancelling", (plan.creep_intent,), plan.creep_from + 10 * DAY, None),
    )
    for key, numbers, routed, acknowledged in told:
        if story.world.clock.start <= routed < end:
            answered = acknowledged if acknowledged is not None and acknowledged < end else None
            touches = json.dumps([f"{c.INTENTS[n].family}.{c.INTENTS[n].key}" for n in numbers])
            yield _ops(f"theme:{key}", "theme", routed, answered, touches, None)


def _ops(key: str, kind: str, began: int, ended: int | None, intents: str, magnitude: float | None) -> dict[str, Any]:
    return {
        "ops_event_id": f"drop:ops:{key}",
        "kind": kind,
        "started_at": _iso(began),
        "ended_at": _iso(ended) if ended is not None else None,
        "intents": intents,
        "magnitude": magnitude,
        "source": "drop",
        "source_updated_at": _iso(began if ended is None else ended),
    }


def entities(con: duckdb.DuckDBPyConnection, story: Story) -> dict[str, Iterable[str]]:
    """Rows as JSON lines, by entity."""
    put_dice(con, story)

    def told(name: str) -> list[str]:
        return [row[0] for row in con.execute(statement(f"drop_{name}")).fetchall()]

    return {
        "ai_actions": told("ai_actions"),
        "article_events": told("article_events"),
        "articles": map(json.dumps, articles(story)),
        "conversation_events": [*told("conversation_events"), *told("drafts")],
        "ops_events": map(json.dumps, ops_events(story)),
        "ratings": told("ratings"),
    }
