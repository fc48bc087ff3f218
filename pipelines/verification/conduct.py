"""Failure paths, process, knowledge and the conduct of an AI (methodology A.3, G, H, I), through the build's models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from pipelines.macros import project_macros
from pipelines.verification.registry import verifies
from pipelines.verification.sql import model, query

Row = Mapping[str, Any]
SOME_TIME = datetime(2026, 1, 1)
EVERYBODY = "all"


@verifies
def double_failure(episodes: Sequence[Sequence[Row]]) -> dict[str, Any]:
    """Journeys as ordered legs with `population`, `channel`, `failed`; counts and rates of the three kinds."""
    legs = [
        {
            "leg_id": f"{episode}:{number}",
            "conversation_id": f"{episode}:{number}",
            "journey_id": str(episode),
            "contact_number": number,
            "leg_number": 1,
            "population": leg["population"],
            "channel": leg["channel"],
            "resolution": "recontacted" if leg["failed"] else "verified",
            "is_failed": leg["failed"],
        }
        for episode, episode_legs in enumerate(episodes)
        for number, leg in enumerate(episode_legs, start=1)
    ]
    journeys = model("int_journey_failures", int_leg_failures_judged=legs)
    kinds = {
        "type1": ("ai_then_human_failed", "is_human_failure_after_ai"),
        "type2": ("ai_failed_after_other_channel_failed", "is_ai_failure_after_other_channel"),
        "type3": ("ai_failed_in_two_channels", "is_ai_failure_in_two_channels"),
    }
    counted = {kind: sum(journey[flag] for journey in journeys) for kind, (_, flag) in kinds.items()}
    return {
        "episodes": len(journeys),
        **{name: counted[kind] for kind, (name, _) in kinds.items()},
        **{f"rate_{kind}": counted[kind] / len(journeys) for kind in kinds},
    }


@verifies
def effort_score(responses: Sequence[int]) -> dict[str, Any]:
    """Answers on the 7-point scale "made it easy"."""
    macros = project_macros()
    answers = ", ".join(f"('all', {int(answer)}, 0.0)" for answer in responses)
    sums = macros.effort_sums("answers", ["population"], "asked", "effort")
    return query(
        f"""with answers as (select * from (values {answers}) as given (population, asked, effort)), sums as ({sums})
            select {macros.ratio("asked_sum", "asked_n")} as mean, {macros.ratio("easy_n", "asked_n")} as easy_share,
                   {macros.ratio("hard_n", "asked_n")} as hard_share
            from sums"""
    )


def _events(traces: Sequence[Row]) -> pa.Table:
    """The event log of so many conversations per way through the process."""
    rows = [
        (f"{way}:{copy}", number, activity)
        for way, trace in enumerate(traces)
        for copy in range(trace["count"])
        for number, activity in enumerate(trace["trace"], start=1)
    ]
    conversations, numbers, activities = zip(*rows, strict=True)
    return pa.table(
        {
            "conversation_id": conversations,
            "event_number": pa.array(numbers, pa.int64()),
            "activity": activities,
            "first_population": pa.array([None] * len(rows), pa.string()),
            "started_at": [SOME_TIME] * len(rows),
            "ended_at": [SOME_TIME] * len(rows),
        }
    )


@verifies
def dfg(traces: Sequence[Row]) -> dict[str, Any]:
    """The directly-follows graph: counts per pair, first and last activities, dependency per pair."""
    events = _events(traces)
    pairs = [p for p in model("int_process_pairs", int_process_events=events) if p["population"] == EVERYBODY]
    ends: dict[str, dict[str, int]] = {"start": {}, "end": {}}
    for trace in traces:
        for side, activity in (("start", trace["trace"][0]), ("end", trace["trace"][-1])):
            ends[side][activity] = ends[side].get(activity, 0) + trace["count"]
    named = {f"{pair['from_activity']}>{pair['to_activity']}": pair for pair in pairs}
    return {
        "counts": {name: pair["transitions"] for name, pair in named.items() if pair["transitions"]},
        "dependency": {name: pair["dependency"] for name, pair in named.items()},
        **ends,
    }


@verifies
def rework(traces: Sequence[Row], allowed: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Rework and conformance against a list of allowed transitions."""
    values = model(
        "int_process_values",
        int_process_events=_events(traces),
        process_transitions=[{"from_activity": a, "to_activity": b} for a, b in allowed],
    )
    of_all = {row["metric"]: row for row in values if row["population"] == EVERYBODY}
    return {
        "cases": of_all["rework_case_rate"]["cases"],
        "variants": of_all["rework_case_rate"]["variants"],
        **{metric: row["numerator"] / row["n"] for metric, row in of_all.items()},
    }


@verifies
def knowledge(intents: Sequence[Row], stale_days: int) -> dict[str, Any]:
    """Coverage, use, age and failed searches over intents, and the largest gap."""
    hundred = 100
    facts = [
        {
            "population": EVERYBODY,
            "intent_id": intent["intent"],
            **{key: intent[key] for key in ("contacts", "linked", "searches", "failed_searches")},
            "settled": hundred,
            "verified": round(intent["verified_rate"] * hundred),
        }
        for intent in intents
    ]
    articles = [
        {"article_id": f"{intent['intent']}:{number}", "intent_id": intent["intent"], "age_days": age}
        for intent in intents
        for number, age in enumerate(intent["article_age_days"])
    ]
    is_stale = project_macros().is_stale("age_days", "false", stale_days)
    aged = [
        article | query(f"select {is_stale} as is_stale, true as is_used from (select $age as age_days)", {"age": age})
        for article in articles
        for age in [article["age_days"]]
    ]
    values = {
        row["metric"]: row["numerator"] / row["n"]
        for row in model("int_knowledge_values", int_knowledge_intents=facts, int_article_intents=aged)
        if row["population"] == EVERYBODY
    }
    gaps = model("int_knowledge_gaps", int_knowledge_intents=facts, int_article_intents=aged)
    worst = max(gaps, key=lambda row: row["gap"])
    return {
        "intent_coverage": values["know_intent_coverage"],
        "volume_coverage": values["know_volume_coverage"],
        "link_rate": values["know_link_rate"],
        "stale_share": values["know_stale_articles"],
        "failed_search_rate": values["know_failed_searches"],
        "top_gap_intent": worst["intent_id"],
        "top_gap": worst["gap"],
    }


@verifies
def self_service(help_center_users: int, ticket_users: int) -> dict[str, Any]:
    score = project_macros().self_service_score("visitors", "writers")
    return query(
        f"select {score} as self_service_score from (select $visitors as visitors, $writers as writers)",
        {"visitors": help_center_users, "writers": ticket_users},
    )


@verifies
def governance(rows: Sequence[Row]) -> dict[str, Any]:
    """Disclosure, bounds, people on request and audit trail over conversations."""
    state = project_macros().disclosure_state("turn")
    facts = [
        {
            "conversation_id": str(number),
            "population": row["population"],
            "channel": "chat",
            "language": "en",
            "disclosure": query(
                f"select {state} as disclosure from (select cast($turn as bigint) as turn)",
                {"turn": row["disclosed_turn"]},
            )["disclosure"],
            "actions": row["actions"],
            "out_of_bounds": row["out_of_bounds"],
            **dict.fromkeys(("out_of_bounds_blocked", "near_limit", "approvals_needed", "approvals_before"), 0),
            **dict.fromkeys(("approvals_timed", "rubber_stamps", "reviewed", "overridden"), 0),
            "is_human_requested": row["human_requested"],
            "is_human_reached": row["human_reached"],
            "is_asked_out_of_hours": False,
            "is_log_complete": row["log_complete"],
            "hops": 1,
            "returns": 0,
        }
        for number, row in enumerate(rows)
    ]
    periods = [
        {"conversation_id": fact["conversation_id"], "period": EVERYBODY, "period_start_on": SOME_TIME.date()}
        for fact in facts
    ]
    counted = {
        row["metric"]: row
        for row in model("int_governance_counts", int_governance_conversations=facts, int_contact_periods=periods)
        if row["channel"] == EVERYBODY and row["language"] == EVERYBODY
    }

    def rate(metric: str, scale: int = 1) -> float:
        return float(scale * counted[metric]["numerator"] / counted[metric]["n"])

    return {
        "ai_conversations": counted["audit_complete"]["n"],
        "disclosure_rate": rate("disclosure_in_time"),
        "late_disclosure_rate": rate("disclosure_late"),
        "out_of_bounds_per_1000_actions": rate("out_of_bounds", 1000),
        "human_available_rate": rate("human_available"),
        "audit_complete_rate": rate("audit_complete"),
    }
