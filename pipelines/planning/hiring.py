"""When to offer, and to how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import vector


@dataclass(frozen=True, slots=True)
class HireClass:
    """People who start together."""

    start_week: float
    hires: float


@dataclass(frozen=True, slots=True)
class HirePlan:
    """One class for one gap.

    Attributes:
        class_start_week, offer_by_week: weeks on the plan's clock.
        survival: share of the class still there when it is needed; productivity: of each of them then.
        hires: whole people to offer to.
    """

    class_start_week: int
    offer_by_week: int
    survival: float
    productivity: float
    hires: int


def hire_plan(
    gap_fte: float,
    need_week: int,
    train_weeks: int,
    ramp: ArrayLike,
    weekly_attrition: float,
    lead_weeks: int,
    weeks_in_production: int,
) -> HirePlan:
    """Latest class that fills a gap after so many weeks in production.

    Args:
        gap_fte: effective agents missing in `need_week`, 0 or more.
        train_weeks: before production; lead_weeks: from offer to first day.
        ramp: shape (k,), productivity by week in production, the last value holds on.
        weekly_attrition: share that leaves per week, in [0, 1).
        weeks_in_production: by the week of need, 0 or more.

    Raises:
        ValueError: a value outside its range, or a ramp that gives nothing by then.

    Source: hires = ceil(G / ((1 - q)^(t - s) ramp[k])), s = t - train - k; offer by s - lead.
    """
    curve = _ramp(ramp, weekly_attrition)
    if gap_fte < 0 or min(train_weeks, lead_weeks, weeks_in_production) < 0:
        raise ValueError("gap and weeks are at least 0")
    start = need_week - train_weeks - weeks_in_production
    survival = (1 - weekly_attrition) ** (need_week - start)
    productivity = curve[min(weeks_in_production, len(curve) - 1)]
    if productivity == 0:
        raise ValueError("the ramp gives nothing by the week of need")
    hires = ceil(gap_fte / (survival * productivity) - 1e-9)
    return HirePlan(start, start - lead_weeks, survival, productivity, hires)


def effective_fte(
    start_headcount: float,
    weekly_attrition: float,
    classes: Sequence[HireClass],
    train_weeks: int,
    ramp: ArrayLike,
    week: float,
) -> float:
    """Agents' worth of work in a week: those there at the start and every class, less leavers, at its ramp.

    Args:
        start_headcount: proficient agents in week 0; weekly_attrition: in [0, 1).
        classes: start week and hires of each; in training they give 0.
        train_weeks, ramp: as `hire_plan`; week: t, 0 or more.

    Raises:
        ValueError: a value outside its range.

    Source: H0 (1 - q)^t + sum of n (1 - q)^(t - s) ramp[min(t - s - train, last)].
    """
    curve = _ramp(ramp, weekly_attrition)
    if start_headcount < 0 or week < 0 or train_weeks < 0:
        raise ValueError("headcount and weeks are at least 0")
    total = start_headcount * (1 - weekly_attrition) ** week
    for group in classes:
        in_production = week - group.start_week - train_weeks
        if in_production >= 0:
            productivity = curve[min(int(in_production), len(curve) - 1)]
            total += group.hires * (1 - weekly_attrition) ** (week - group.start_week) * productivity
    return float(total)


def _ramp(ramp: ArrayLike, weekly_attrition: float) -> list[float]:
    if not 0 <= weekly_attrition < 1:
        raise ValueError("weekly_attrition must lie in [0, 1)")
    return [float(value) for value in np.atleast_1d(vector(ramp, "ramp", low=0))]
