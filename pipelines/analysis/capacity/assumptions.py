"""The numbers of a plan: own data where they tell it, a planning assumption otherwise, and which of the two it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from pipelines.planning.erlang_a import mean_patience
from pipelines.statistics.attrition import attrition, weekly_rate

OWN_CASES, OWN_PEOPLE = 20, 5
RAMP_WEEKS = 26


@dataclass(frozen=True)
class Number:
    """A value, and whether own data told it."""

    value: float
    is_own: bool
    detail: str

    @property
    def source(self) -> str:
        return f"own data ({self.detail})" if self.is_own else "planning assumption"


class Assumptions:
    """The seed, and what replaces it."""

    def __init__(self, table: pa.Table) -> None:
        rows = sorted(table.to_pylist(), key=lambda row: (row["assumption"], row["position"]))
        self._values: dict[str, list[float]] = {}
        for row in rows:
            self._values.setdefault(row["assumption"], []).append(float(row["value"]))

    def __getitem__(self, name: str) -> float:
        return self._values[name][0]

    def ramp(self) -> list[float]:
        return self._values["ramp"]

    def number(self, name: str, own: float | None, detail: str) -> Number:
        return Number(self[name], False, detail) if own is None else Number(own, True, detail)


def patience(assumed: Assumptions, waits: pa.Table, group: dict[str, str], queue: str) -> Number:
    """Mean patience of a queue with censoring, everybody watched for an hour at most."""
    mine = [row for row in waits.to_pylist() if row["period"] == "all" and group.get(row["channel"]) == queue]
    gave_up = sum(row["watched_abandoned"] or 0 for row in mine)
    waited = sum(row["watched_wait_seconds"] or 0 for row in mine)
    own = mean_patience(waited, gave_up) if gave_up >= OWN_CASES and waited > 0 else None
    return assumed.number("patience", own, f"{gave_up:,} gave up within an hour")


def shrinkage(assumed: Assumptions, times: pa.Table) -> Number:
    """Paid time in which nobody could be served, of all people."""
    for row in times.to_pylist():
        if row["period"] == "all" and row["team"] == "all" and (row["paid_seconds"] or 0) > 0:
            there = (row["handling_seconds"] or 0) + (row["available_seconds"] or 0)
            own = 1 - there / row["paid_seconds"]
            if row["n"] >= OWN_CASES and 0 < own < 0.9:
                return assumed.number("shrinkage", own, f"{row['n']:,} agent days")
    return assumed.number("shrinkage", None, "")


def weekly_attrition(
    assumed: Assumptions, people: Sequence[tuple[date, date | None]], since: date, last_on: date
) -> Number:
    """Share of people who leave in a week, over the last year or since the data begin: earlier leavers are not in
    them."""
    if not people:
        return assumed.number("weekly_attrition", None, "")
    first_on = max(last_on - timedelta(days=365), since)
    days = max((last_on - first_on).days, 1)
    gone = sum(left is not None and first_on < left <= last_on for _, left in people)
    there = sum(max((min(left or last_on, last_on) - max(hired, first_on)).days, 0) for hired, left in people) / days
    own = weekly_rate(attrition(gone, there, days).compound_annual) if gone >= OWN_PEOPLE and gone < there else None
    return assumed.number("weekly_attrition", own, f"{gone} left in {days} days")


def ramp(assumed: Assumptions, weeks: pa.Table) -> tuple[list[float], bool]:
    """Productivity by week since the first contact week, and whether it is own data.

    Standard handle time over own, times verified resolutions over those expected of the tenured: the index of a
    production week. A week with fewer than 20 contacts or 5 people ends the curve; it then stays at its last value.
    """
    rows = [row for row in weeks.to_pylist() if row["population"] == "human" and not row["is_tenured"]]
    started = {row["actor_id"] for row in rows if row["week_number"] <= 2}
    curve = []
    for week in range(1, RAMP_WEEKS + 1):
        mine = [row for row in rows if row["actor_id"] in started and row["week_number"] == week]
        timed, seconds = sum(row["timed"] for row in mine), sum(row["handle_seconds"] for row in mine)
        if len({row["actor_id"] for row in mine}) < OWN_PEOPLE or timed < OWN_CASES or not seconds:
            break
        speed = sum(row["expected_seconds"] for row in mine) / seconds
        judged, expected = sum(row["judged"] for row in mine), sum(row["expected_verified"] for row in mine)
        level = sum(row["verified"] for row in mine) / expected if judged >= OWN_CASES and expected else 1.0
        curve.append(float(np.clip(speed * level, 0.05, 1.0)))
    return (curve, True) if len(curve) >= 4 else (assumed.ramp(), False)


def as_day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
