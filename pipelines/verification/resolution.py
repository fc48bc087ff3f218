"""Repeat contact and the resolution ladder (methodology A.2, A.3), through the models that count them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.verification.registry import verifies
from pipelines.verification.sql import model, table

Row = Mapping[str, Any]
START = datetime(2026, 1, 1)


@verifies
def repeat_contact(events: Sequence[Row], windows_h: Sequence[int], observed_until: str) -> dict[str, Any]:
    """Contacts of customers on matters, each judged against the next; windows in hours."""
    contacts = [
        {
            "leg_id": event["id"],
            "conversation_id": event["id"],
            "population": "human",
            "person_id": event["customer"],
            "issue_key": event["intent"],
            "opened_at": _utc(event["start"]),
            "end_at": _utc(event["end"]),
            "exclusion_reason": None,
            "is_identified": True,
            "is_contact_leg": True,
        }
        for event in events
    ]
    windows = [{"window_key": str(hours), "window_hours": hours} for hours in windows_h]
    given: dict[str, Any] = {
        "int_legs_judgeable": table(contacts, exclusion_reason="string"),
        "int_legs_measured": contacts,
        "int_conversations_screened": table(contacts, exclusion_reason="string"),
        "resolution_windows": windows,
        "int_horizon_found": [{"observed_until": _utc(observed_until)}],
    }
    spaced = model("int_contacts_spaced", **given)
    periods = [{"conversation_id": row["id"], "period": "all", "period_start_on": None} for row in events]
    counts = model("int_repeat_counts", int_contact_periods=periods, **given)
    ends = {row["leg_id"]: row for row in sorted(spaced, key=lambda row: str(row["leg_id"]))}
    found = {}
    for row in counts:
        if row["variant"] != "same_intent":
            continue
        reach = timedelta(hours=int(row["window_key"]))
        found[row["window_key"]] = {
            "eligible": row["eligible"],
            "followed_by_repeat": row["followed_by_repeat"],
            "repeat_rate": row["followed_by_repeat"] / row["eligible"],
            "first_contacts": row["first_contacts"],
            "fcr": row["first_contacts_without_repeat"] / row["first_contacts"],
            "ids_with_repeat": [
                leg
                for leg, contact in ends.items()
                if contact["next_same_at"] is not None
                and contact["next_same_at"] <= contact["end_at"] + reach <= _utc(observed_until)
            ],
        }
    return found


@verifies
def resolution_funnel(rows: Sequence[Row], window_days: int) -> dict[str, Any]:
    """Conversations of an AI on the rungs of the ladder; the headline window is seven days."""
    if window_days != 7:
        raise ValueError("the ladder's headline window is 7 days")
    judgements = [
        {
            "conversation_id": row["id"],
            "population": "ai",
            "is_traceable": True,
            "is_substantive": row["substantive"],
            "is_handed_off": row["handed_off"],
            "is_negative_signal": row["negative_signal"],
            "exclusion_reason": None,
            "end_at": START,
            "reopened_at": START + timedelta(hours=1) if row["reopened"] else None,
            "repeat_at": None if row["days_to_repeat"] is None else START + timedelta(days=row["days_to_repeat"]),
            "is_elsewhere": False,
            "observed_until": START + timedelta(days=row["days_observed"]),
        }
        for row in rows
    ]
    claims = [
        {"conversation_id": row["id"], "claim_state": "confirmed", "withdrawn_at": None}
        for row in rows
        if row["confirmed"]
    ]
    (counts,) = model(
        "int_resolution_claims",
        int_conversation_judgements=table(judgements, exclusion_reason="string"),
        int_claims_judged=table(claims, withdrawn_at="timestamp"),
        int_contact_periods=[{"conversation_id": row["id"], "period": "all", "period_start_on": None} for row in rows],
    )
    substantive = counts["substantive"]
    return counts | {
        "containment_rate": counts["contained"] / substantive,
        "assumed_rate": counts["assumed"] / substantive,
        "confirmed_rate": counts["confirmed"] / substantive,
        "verified_rate": counts["verified"] / counts["mature"],
        "overstatement_ratio": counts["assumed_mature"] / counts["verified"],
    }


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
