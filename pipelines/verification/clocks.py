"""Opening hours and service-level clocks (methodology A.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from pipelines.verification.registry import verifies
from pipelines.verification.sql import model

Hours = Mapping[str, Sequence[Sequence[str]]]
SCHEDULE = "given"
CASE = "case"
MOMENTS = ("opened", "first_reply", "first_human_reply", "first_assigned", "first_resolved", "fully_resolved")


def utc(text: str) -> datetime:
    """An ISO 8601 time as naive UTC, the way the warehouse keeps it."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def schedule_slots(tz: str, hours: Hours, holidays: Sequence[str]) -> pa.Table:
    """Weekly hours ("0" is Monday: [["09:00", "17:00"]]) and closed dates as rows of the standard entity."""
    weekly = [(int(weekday), *slot, None, True) for weekday, slots in hours.items() for slot in slots]
    closed = [(None, None, None, date.fromisoformat(day), False) for day in holidays]
    weekdays, starts, ends, dates, working = zip(*weekly, *closed, strict=True)
    return pa.table(
        {
            "schedule_id": [SCHEDULE] * len(weekdays),
            "time_zone": [tz] * len(weekdays),
            "weekday": pa.array(weekdays, pa.int64()),
            "starts_at": pa.array(starts, pa.string()),
            "ends_at": pa.array(ends, pa.string()),
            "holiday_on": pa.array(dates, pa.date32()),
            "is_working": working,
        }
    )


def schedule_days(tz: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The local days around a stretch of time, with room for a zone's offset."""
    first, count = (start - timedelta(days=2)).date(), (end - start).days + 5
    return [{"schedule_id": SCHEDULE, "time_zone": tz, "local_on": first + timedelta(days=day)} for day in range(count)]


@verifies
def business_minutes(start: str, end: str, tz: str, hours: Hours, holidays: Sequence[str]) -> dict[str, Any]:
    """A conversation opened at `start` and first answered at `end`, in the hours of the schedule."""
    opened, answered = utc(start), utc(end)
    moments = {f"{moment}_at": opened for moment in MOMENTS} | {"first_reply_at": answered}
    clocks = model(
        "int_conversation_clocks",
        int_schedules_unioned=schedule_slots(tz, hours, holidays),
        int_schedule_days=schedule_days(tz, opened, answered),
        int_conversation_moments=[{"conversation_id": CASE, "schedule_id": SCHEDULE, **moments}],
    )
    return {"minutes": clocks[0]["first_reply_business_seconds"] / 60}


@verifies
def sla_elapsed(
    start: str,
    end: str,
    pauses: Sequence[Sequence[str]],
    tz: str,
    hours: Hours,
    holidays: Sequence[str],
    target_minutes: int,
) -> dict[str, Any]:
    """A promise in business time that waits for the customer during the pauses."""
    started, stopped = utc(start), utc(end)
    clock = {
        "sla_clock_id": CASE,
        "conversation_id": CASE,
        "metric": "full_resolution",
        "occurrence": 1,
        "sla_policy": "given",
        "sla_target": "given",
        "target_seconds": 60 * target_minutes,
        "hours": "business",
        "pauses": "pending",
        "schedule_id": SCHEDULE,
        "started_at": started,
        "stopped_at": stopped,
        "is_over": True,
        "is_unanswered": False,
    }
    stretches = [("open", started, stopped), *(("pending", utc(a), utc(b)) for a, b in pauses)]
    spans = [
        {"conversation_id": CASE, "status": status, "started_at": a, "ended_at": b, "is_present": False}
        for status, a, b in stretches
    ]
    target = model(
        "int_sla_targets",
        int_sla_clocks=[clock],
        int_status_spans=spans,
        int_horizon_found=[{"observed_until": stopped}],
        int_schedules_unioned=schedule_slots(tz, hours, holidays),
        int_schedule_days=schedule_days(tz, started, stopped),
    )[0]
    return {
        "gross_minutes": target["gross_seconds"] / 60,
        "paused_minutes": target["paused_seconds"] / 60,
        "net_minutes": target["elapsed_seconds"] / 60,
        "met": target["is_met"],
    }


@verifies
def backlog(opening: int, inflow: Sequence[int], reopened: Sequence[int], closed: Sequence[int]) -> dict[str, Any]:
    """Flows of consecutive days after a stock that came in the day before."""
    first = date(2026, 1, 1)
    flows = [("inflow", -1, opening)]
    for day, counts in enumerate(zip(inflow, reopened, closed, strict=True)):
        flows += [(kind, day, n) for kind, n in zip(("inflow", "reopened", "closed"), counts, strict=True)]
    moves = [
        {"moved_on": first + timedelta(days=day), "population": "human", "kind": kind}
        for kind, day, n in flows
        for _ in range(n)
    ]
    last = datetime.combine(first + timedelta(days=len(closed) - 1), time(23))
    days = model(
        "int_backlog_days",
        variables={"backlog_window_days": len(closed)},
        int_backlog_moves=moves,
        int_horizon_found=[{"observed_until": last}],
    )
    days = sorted((row for row in days if row["population"] == "all"), key=lambda row: row["local_on"])[1:]
    return {
        "closing": [row["closing"] for row in days],
        "net_flow": days[-1]["closing"] - days[0]["opening"],
        "days_of_work": days[-1]["days_of_work"],
        "clearance_ratio": days[-1]["clearance_ratio"],
    }
