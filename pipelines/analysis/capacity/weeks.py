"""Requirement of a typical week by 10 minutes, and of each week ahead by scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from pipelines.analysis.analysis import Row
from pipelines.analysis.capacity.blend import Blend, Change, Scenario
from pipelines.analysis.capacity.forecasts import WEEKS_AHEAD
from pipelines.analysis.capacity.queues import WEEK
from pipelines.analysis.capacity.requirements import INTERVAL_S, Desk, Need, week_need
from pipelines.planning.hiring import effective_fte
from pipelines.planning.hiring_plan import weekly_fte

AS_TODAY = Change(1.0, 1.0)
TYPICAL_WEEKS = 4
STAFFED_WEEKS = 4
SHOWN_FROM = 20


@dataclass(frozen=True)
class Pay:
    """From hours on the line to full-time people, of whom a share leaves each week."""

    shrinkage: float
    paid_hours: float
    weekly_attrition: float

    def fte(self, line_hours: float) -> float:
        return weekly_fte([line_hours], 3600, self.shrinkage, self.paid_hours)


def interval_rows(desks: Sequence[Desk]) -> list[Row]:
    """One row per queue, weekday and 10 minutes of a typical week in which somebody comes or works."""
    rows: list[Row] = []
    for desk in desks:
        first = _planned(desk)[:TYPICAL_WEEKS].mean(axis=0)
        need = week_need(desk, first, AS_TODAY)
        queue = desk.queue
        staffed = None if queue.on_line is None else queue.typical(queue.on_line)
        came, kept = _counts(desk)
        for weekday, slot in np.argwhere((need.contacts > 0) | (need.agents > 0) | (need.carried > 0)).tolist():
            here = (weekday, slot)
            n = int(came[here])
            rows.append(
                {
                    "queue": queue.name,
                    "weekday": weekday + 1,
                    "day_slot": slot,
                    "starts_at": f"{slot // 6:02d}:{slot % 6 * 10:02d}",
                    "is_open": bool(desk.is_open[here]),
                    "contacts": float(need.contacts[here]),
                    "required_agents": float(need.agents[here]),
                    "required_agents_stress": float(need.stressed[here]),
                    "square_root_agents": float(need.root[here]),
                    "workload_agents": float(need.carried[here]),
                    "staffed_agents": None if staffed is None else float(staffed[here]),
                    "gap_agents": None
                    if staffed is None
                    else float(need.agents[here] + need.carried[here] - staffed[here]),
                    "ai_n": n,
                    "ai_kept": int(kept[here]),
                    "ai_absorption": float(kept[here] / n) if n >= SHOWN_FROM else None,
                    "model": "asynchronous: hours of work"
                    if desk.service is None
                    else "live: Erlang A, stress Erlang C",
                }
            )
    return rows


def _counts(desk: Desk) -> tuple[np.ndarray, np.ndarray]:
    queue = desk.queue
    weekday = queue.weekday[-len(queue.recent(queue.contacts)) :]
    came, kept = (np.zeros((WEEK, queue.contacts.shape[1])) for _ in range(2))
    np.add.at(came, weekday, np.nan_to_num(queue.recent(queue.contacts)))
    np.add.at(kept, weekday, np.nan_to_num(queue.recent(queue.kept)))
    return came, kept


def staffed_hours(desk: Desk) -> float | None:
    """Mean hours on the line in the last four whole weeks; null where staff is unknown."""
    on_line = desk.queue.on_line
    if on_line is None or len(on_line) < WEEK:
        return None
    days = min(len(on_line) // WEEK, STAFFED_WEEKS) * WEEK
    return float(on_line[-days:].sum()) * INTERVAL_S / 3600 / (days / WEEK)


def weekly_rows(
    desks: Sequence[Desk], blend: Blend, scenarios: Sequence[Scenario], pay: Pay, basis: dict[str, str]
) -> list[Row]:
    """One row per scenario, week and queue, and `all` for the queues together.

    Args:
        basis: by queue, in words, where the numbers come from.
    """
    rows: list[Row] = []
    live = {desk.queue.name for desk in desks if desk.service is not None}
    for scenario in scenarios:
        changes = blend.changes(scenario, live)
        for week in range(WEEKS_AHEAD):
            mine = [
                _weekly_row(desk, week, scenario, changes.get(desk.queue.name, AS_TODAY), pay, basis) for desk in desks
            ]
            rows.extend(mine)
            if mine:
                rows.append(_together(mine))
    return rows


def _weekly_row(desk: Desk, week: int, scenario: Scenario, change: Change, pay: Pay, basis: dict[str, str]) -> Row:
    forecast = desk.forecast
    need = week_need(desk, _planned(desk)[week], change)
    ends = forecast.bounds(week)
    bounds = None if ends is None else [_fte(week_need(desk, days, change), pay) for days in ends]
    hours = staffed_hours(desk)
    staffed = None if hours is None else pay.fte(hours)
    effective = None if staffed is None else effective_fte(staffed, pay.weekly_attrition, [], 0, [1.0], week)
    required = _fte(need, pay)
    return {
        "scenario": scenario.name,
        "scenario_order": scenario.order,
        "week_start_on": forecast.first_monday + timedelta(weeks=week),
        "weeks_ahead": week + 1,
        "queue": desk.queue.name,
        "first_contacts": float(forecast.weeks(forecast.volume)[week].sum()) * (1 + scenario.volume_change),
        "contacts_for_people": float(need.contacts.sum()),
        "handle_seconds": desk.handle_s * change.handle_time,
        "line_hours": need.hours(need.agents),
        "required_fte": required,
        # The plan may lie above the middle of the forecast, and an interval holds what is planned.
        "required_fte_low": None if bounds is None else min(bounds[0], required),
        "required_fte_high": None if bounds is None else max(bounds[1], required),
        "required_fte_stress": pay.fte(need.hours(need.stressed)),
        "square_root_fte": pay.fte(need.hours(need.root)),
        "staffed_fte": staffed,
        "effective_fte": effective,
        "gap_fte": None if effective is None else required - effective,
        "is_withheld": staffed is None,
        "withheld_reason": "The gap is withheld: no shift or state of people is known" if staffed is None else None,
        "basis": basis[desk.queue.name],
    }


def _planned(desk: Desk) -> np.ndarray:
    """First contacts to plan for, shape (13, 7): the 80th percentile where arrivals vary more than chance."""
    daily = desk.forecast.planned if desk.is_overdispersed else desk.forecast.volume
    return desk.forecast.weeks(daily)


def _fte(need: Need, pay: Pay) -> float:
    return pay.fte(need.hours(need.agents))


def _together(rows: list[Row]) -> Row:
    """The queues of one week and scenario. Their interval is added up, as if all were off the same way: never too
    narrow."""
    summed = (
        "first_contacts",
        "contacts_for_people",
        "line_hours",
        "required_fte",
        "required_fte_low",
        "required_fte_high",
        "required_fte_stress",
        "square_root_fte",
        "staffed_fte",
        "effective_fte",
        "gap_fte",
    )
    known = {name: all(row[name] is not None for row in rows) for name in summed}
    people = sum(row["contacts_for_people"] for row in rows)
    work = sum(row["contacts_for_people"] * row["handle_seconds"] for row in rows)
    unknown = [row["queue"] for row in rows if row["is_withheld"]]
    return {
        **rows[0],
        **{name: sum(row[name] for row in rows) if known[name] else None for name in summed},
        "queue": "all",
        "handle_seconds": work / people if people else None,
        "is_withheld": bool(unknown),
        "withheld_reason": f"The gap is withheld: no shift or state is known in {', '.join(unknown)}"
        if unknown
        else None,
        "basis": " | ".join(f"{row['queue']}: {row['basis']}" for row in rows),
    }
