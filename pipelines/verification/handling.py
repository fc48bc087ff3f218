"""Working time of people: handle time, concurrent sessions, workforce (methodology A.4 and A.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.macros import project_macros
from pipelines.verification.registry import verifies
from pipelines.verification.sql import model, query

START = datetime(2026, 1, 5)


def all_time(conversations: Sequence[str]) -> pa.Table:
    """The period `all` of each conversation, as the marts count it."""
    count = len(conversations)
    return pa.table(
        {
            "conversation_id": list(conversations),
            "period": ["all"] * count,
            "period_start_on": pa.nulls(count, pa.date32()),
        }
    )


@verifies
def handle_time(contacts: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    """Calls by their parts, one leg each."""
    ids = [str(number) for number in range(len(contacts))]
    calls = [
        {"conversation_id": key, "leg_number": 1, **{f"{part}_seconds": seconds for part, seconds in contact.items()}}
        for key, contact in zip(ids, contacts, strict=True)
    ]
    legs = [
        {
            "conversation_id": key,
            "leg_number": 1,
            "channel": "voice",
            "population": "human",
            "is_handled": True,
            "handle_seconds": sum(contact.values()),
        }
        for key, contact in zip(ids, contacts, strict=True)
    ]
    given = pa.Table.from_pylist(legs).append_column("exclusion_reason", pa.nulls(len(legs), pa.string()))
    rows = model("int_handle_statistics", int_leg_calls=calls, fct_legs=given, int_contact_periods=all_time(ids))
    row = next(row for row in rows if row["channel"] == "all")
    return {
        "handled": row["handled"],
        "aht_s": row["handle_mean_seconds"],
        "talk_s": row["talk_mean_seconds"],
        "hold_s": row["hold_mean_seconds"],
        "wrap_s": row["wrap_mean_seconds"],
        "hold_share": row["hold_share"],
    }


@verifies
def concurrency_time(sessions: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Sessions of one agent, as [start, end) in seconds."""
    ids = [str(number) for number in range(len(sessions))]
    states = [
        {
            "agent_state_id": key,
            "agent_id": "agent",
            "conversation_id": key,
            "activity": "queue_work",
            "started_at": START + timedelta(seconds=start),
            "ended_at": START + timedelta(seconds=end),
        }
        for key, (start, end) in zip(ids, sessions, strict=True)
    ]
    tables: dict[str, Any] = {
        "int_agent_states_unioned": states,
        "int_shifts_unioned": [{**states[0], "activity": "queue_work"}],
        "int_conversation_records_ranked": [{"conversation_id": key, "canonical_id": key} for key in ids],
    }
    shares = sorted(model("int_session_shares", **tables), key=lambda row: int(row["agent_state_id"]))
    rows = model(
        "int_session_statistics",
        fct_conversations=[{"conversation_id": key, "channel": "chat"} for key in ids],
        int_contact_periods=all_time(ids),
        **tables,
    )
    row = next(row for row in rows if row["channel"] == "all")
    rates = query(
        f"""select {project_macros().ratio("session_seconds", "busy_seconds")} as mean_concurrency,
                   {project_macros().ratio("session_seconds", "sessions")} as session_aht_s,
                   {project_macros().ratio("busy_seconds", "sessions")} as adjusted_aht_s
            from (select $session_seconds as session_seconds, $busy_seconds as busy_seconds, $sessions as sessions)
                 as statistics""",
        {name: row[name] for name in ("session_seconds", "busy_seconds", "sessions")},
    )
    return {
        "session_seconds": row["session_seconds"],
        "busy_seconds": row["busy_seconds"],
        "peak": row["peak_sessions"],
        "share_s": [share["share_seconds"] for share in shares],
        **rates,
    }


@verifies
def workforce_time(
    paid_h: float,
    external_h: float,
    internal_h: float,
    handling_h: float,
    available_h: float,
    scheduled_min: float,
    in_adherence_min: float,
    worked_min: float,
) -> dict[str, Any]:
    """The mart's formulas, on hours and minutes."""
    macros = project_macros()
    return query(
        f"""select {macros.occupancy("handling", "available")} as occupancy,
                   {macros.utilisation("handling", "paid")} as utilisation_paid,
                   {macros.shrinkage_total("handling", "available", "paid")} as shrinkage_total,
                   {macros.shrinkage_external("external", "paid")} as shrinkage_external,
                   {macros.shrinkage_internal("internal", "external", "paid")} as shrinkage_internal_of_attended,
                   {macros.shrinkage_combined("internal", "external", "paid")} as shrinkage_multiplicative,
                   {macros.unexplained_time("handling", "available", "internal", "external", "paid")}
                       as unexplained_h,
                   {macros.adherence("in_adherence", "scheduled")} as adherence,
                   {macros.conformance("worked", "scheduled")} as conformance
            from (select $paid as paid, $external as external, $internal as internal, $handling as handling,
                         $available as available, $scheduled as scheduled, $in_adherence as in_adherence,
                         $worked as worked) as times""",
        {
            "paid": paid_h,
            "external": external_h,
            "internal": internal_h,
            "handling": handling_h,
            "available": available_h,
            "scheduled": scheduled_min,
            "in_adherence": in_adherence_min,
            "worked": worked_min,
        },
    )
