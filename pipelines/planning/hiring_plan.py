"""Hire-by dates of a whole horizon: weekly requirement, ramp and attrition to classes, and what is too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.planning.arrays import fraction, nonnegative
from pipelines.planning.hiring import HireClass, effective_fte, hire_plan
from pipelines.statistics.arrays import Vector, vector

ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Staff:
    """What is known today, in week 0.

    Attributes:
        headcount: proficient agents, full-time equivalents; weekly_attrition: share that leaves per week.
        train_weeks: before production; lead_weeks: from offer to first day.
        ramp: productivity by week in production; the last value holds on.
        agreed: classes that already have a start week.
    """

    headcount: float
    weekly_attrition: float
    train_weeks: int
    lead_weeks: int
    ramp: Sequence[float]
    agreed: Sequence[HireClass] = ()


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class to hire: offers out by `offer_by_week`, first day in `start_week`, needed in `need_week`."""

    offer_by_week: int
    start_week: int
    need_week: int
    hires: int


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """Requirement and staff of one week; `gap` is 0 where it is met, and `late_cost` what a gap costs in overtime."""

    week: int
    required: float
    without_hiring: float
    effective: float
    gap: float
    late_cost: float


@dataclass(frozen=True, slots=True)
class HiringPlan:
    """Classes in order of their offers, and every week; weeks with a gap are those that no class can reach any more."""

    classes: list[PlannedClass]
    weeks: list[PlannedWeek]

    @property
    def hire_by_week(self) -> int | None:
        """Week of the first offers; null when nobody has to be hired."""
        return self.classes[0].offer_by_week if self.classes else None

    @property
    def late_weeks(self) -> list[int]:
        return [week.week for week in self.weeks if week.gap > 0]


def plan_hiring(
    required_fte: ArrayLike, staff: Staff, productive_hours: float = 0.0, overtime_premium: float = 0.0
) -> HiringPlan:
    """Fewest late weeks with classes that start as late as a full ramp allows.

    Args:
        required_fte: shape (w,), effective agents needed in weeks 0 ... w - 1, shrinkage included.
        staff: what is known today.
        productive_hours: per agent and week; overtime_premium: money per hour above the usual rate, for the cost of
            each week that is too late.

    Each shortage is met by the latest class that is past its ramp by then, or, where it is too late for that, by the
    earliest class that can still be offered to, with as many more people as its ramp lacks. Classes that later ones
    make superfluous are cut back at the end.

    Raises:
        ValueError: no weeks, a negative value, or a ramp and attrition outside their ranges.

    Source: `hire_plan` and `effective_fte`.
    """
    required = vector(required_fte, "required_fte", low=0)
    if productive_hours < 0 or overtime_premium < 0 or staff.lead_weeks < 0:
        raise ValueError("hours, premium and lead are at least 0")
    weeks = np.arange(required.size)
    base = _effective(staff, staff.agreed, weeks)
    unit = {start: _effective(staff, [HireClass(start, 1)], weeks) - _stock(staff, weeks) for start in weeks.tolist()}
    classes: dict[int, int] = {}
    needs: dict[int, int] = {}
    have = base.copy()
    for week in weeks.tolist():
        gap = float(required[week] - have[week])
        start = max(week - staff.train_weeks - (len(staff.ramp) - 1), staff.lead_weeks)
        if gap <= ENOUGH or start + staff.train_weeks > week or unit[start][week] <= 0:
            continue
        hires = hire_plan(
            gap, week, staff.train_weeks, staff.ramp, staff.weekly_attrition, 0, week - staff.train_weeks - start
        ).hires
        classes[start] = classes.get(start, 0) + hires
        needs.setdefault(start, week)
        have += hires * unit[start]
    _cut_back(classes, unit, have, required)
    planned = [
        PlannedClass(start - staff.lead_weeks, start, needs[start], hires)
        for start, hires in sorted(classes.items())
        if hires
    ]
    return HiringPlan(planned, _weeks(required, base, have, productive_hours * overtime_premium))


def plan_scenarios(
    required_fte: Mapping[str, ArrayLike], staff: Staff, productive_hours: float = 0.0, overtime_premium: float = 0.0
) -> dict[str, HiringPlan]:
    """One plan for each scenario of the AI's share, such as low, base and high; the rest as `plan_hiring`."""
    return {
        name: plan_hiring(required, staff, productive_hours, overtime_premium)
        for name, required in required_fte.items()
    }


def weekly_fte(agents: ArrayLike, interval_s: float, shrinkage: float, paid_hours: float) -> float:
    """Full-time equivalents that the intervals of a week ask for.

    Args:
        agents: shape (n,), needed on the line in each interval of the week; interval_s: its length, seconds.
        shrinkage: share of paid time off the line, in (0, 1); paid_hours: per person and week.

    Raises:
        ValueError: a value outside its range.

    Source: sum over intervals of N x length, divided by what is left of a paid week.
    """
    if interval_s <= 0 or paid_hours <= 0:
        raise ValueError("interval_s and paid_hours must be above 0")
    on_line = float(nonnegative(agents, "agents").sum()) * interval_s / 3600
    return on_line / (1 - float(fraction(shrinkage, "shrinkage"))) / paid_hours


def _effective(staff: Staff, classes: Sequence[HireClass], weeks: np.ndarray) -> Vector:
    return np.array(
        [
            effective_fte(staff.headcount, staff.weekly_attrition, classes, staff.train_weeks, staff.ramp, week)
            for week in weeks.tolist()
        ]
    )


def _stock(staff: Staff, weeks: np.ndarray) -> Vector:
    return staff.headcount * (1 - staff.weekly_attrition) ** weeks


def _cut_back(classes: dict[int, int], unit: Mapping[int, Vector], have: Vector, required: Vector) -> None:
    """Take hires off each class, first to last, while every week that was met stays met; changes both in place."""
    met = have >= required - ENOUGH
    for start in sorted(classes):
        helped = met & (unit[start] > 0)
        if helped.any():
            spare = float(np.min((have - required)[helped] / unit[start][helped]))
            fewer = min(classes[start], max(int(np.floor(spare + ENOUGH)), 0))
            classes[start] -= fewer
            have -= fewer * unit[start]


def _weeks(required: Vector, base: Vector, have: Vector, hour_cost: float) -> list[PlannedWeek]:
    gaps = np.where(required - have > ENOUGH, required - have, 0.0)
    return [
        PlannedWeek(week, float(need), float(without), float(effective), float(gap), float(gap * hour_cost))
        for week, (need, without, effective, gap) in enumerate(zip(required, base, have, gaps, strict=True))
    ]
