"""Hire-by dates of a horizon: met where it can be, and honest where it is too late."""

import numpy as np
import pytest

from pipelines.planning.hiring import HireClass, effective_fte
from pipelines.planning.hiring_plan import HiringPlan, Staff, plan_hiring, plan_scenarios, weekly_fte

RAMP = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def recomputed(plan: HiringPlan, staff: Staff) -> np.ndarray:
    classes = [*staff.agreed, *(HireClass(c.start_week, c.hires) for c in plan.classes)]
    return np.array(
        [
            effective_fte(staff.headcount, staff.weekly_attrition, classes, staff.train_weeks, staff.ramp, week.week)
            for week in plan.weeks
        ]
    )


def test_a_single_step_gives_the_worked_class() -> None:
    stock = 100 * 0.994 ** np.arange(27)
    required = np.where(np.arange(27) == 26, stock + 8, 0)
    plan = plan_hiring(required, Staff(100, 0.006, 4, 6, RAMP))
    assert [(c.offer_by_week, c.start_week, c.need_week, c.hires) for c in plan.classes] == [(10, 16, 26, 9)]
    assert plan.hire_by_week == 10
    assert plan.late_weeks == []


def test_when_only_three_weeks_of_production_are_left_more_are_hired() -> None:
    stock = 100 * 0.994 ** np.arange(14)
    required = np.where(np.arange(14) == 13, stock + 8, 0)
    plan = plan_hiring(required, Staff(100, 0.006, 4, 6, RAMP))
    assert [(c.offer_by_week, c.start_week, c.hires) for c in plan.classes] == [(0, 6, 12)]


def test_a_gap_that_no_class_can_reach_is_late_and_priced() -> None:
    plan = plan_hiring(np.full(30, 105.0), Staff(100, 0.0, 4, 6, RAMP), productive_hours=30, overtime_premium=12)
    assert plan.late_weeks == list(range(10)), "offers today start in week 6 and answer from week 10"
    assert plan.weeks[0].gap == pytest.approx(5)
    assert plan.weeks[0].late_cost == pytest.approx(5 * 30 * 12)
    assert plan.weeks[10].gap == 0
    assert plan.hire_by_week == 0


def test_enough_people_need_no_hiring() -> None:
    plan = plan_hiring([90, 90, 90], Staff(100, 0.0, 4, 6, RAMP))
    assert (plan.classes, plan.hire_by_week, plan.late_weeks) == ([], None, [])
    assert plan_hiring([0, 0], Staff(0, 0.01, 4, 6, RAMP)).classes == []


def test_agreed_classes_count_before_new_ones() -> None:
    staff = Staff(100, 0.0, 2, 3, [1.0], agreed=[HireClass(4, 5)])
    assert plan_hiring([100] * 6 + [105] * 10, staff).classes == []
    plan = plan_hiring([100] * 6 + [107] * 10, staff)
    assert [(c.start_week, c.hires) for c in plan.classes] == [(4, 2)]


@pytest.mark.parametrize("seed", range(12))
def test_every_week_that_can_be_met_is_met_with_no_one_to_spare(seed: int) -> None:
    rng = np.random.default_rng(seed)
    staff = Staff(
        headcount=float(rng.uniform(60, 140)),
        weekly_attrition=float(rng.uniform(0, 0.02)),
        train_weeks=int(rng.integers(0, 7)),
        lead_weeks=int(rng.integers(0, 9)),
        ramp=np.sort(rng.uniform(0.2, 1.0, rng.integers(1, 9))).tolist(),
    )
    required = 100 + np.cumsum(rng.normal(0.4, 1.5, 52)) + 6 * np.sin(np.arange(52) / 6)
    plan = plan_hiring(required, staff)
    have = recomputed(plan, staff)
    assert [week.effective for week in plan.weeks] == pytest.approx(have.tolist())
    reachable = np.arange(52) >= staff.lead_weeks + staff.train_weeks
    assert (have[reachable] >= required[reachable] - 1e-6).all()
    assert all(c.offer_by_week >= 0 for c in plan.classes)
    for number in range(len(plan.classes)):
        fewer = HiringPlan(
            [
                type(c)(c.offer_by_week, c.start_week, c.need_week, c.hires - (i == number))
                for i, c in enumerate(plan.classes)
            ],
            plan.weeks,
        )
        assert (recomputed(fewer, staff)[reachable] < required[reachable] - 1e-9).any(), "one hire could be spared"


@pytest.mark.parametrize("seed", range(4))
def test_a_planned_line_survives_a_simulated_year(seed: int) -> None:
    """People leave at random; over many lives of the plan the mean staff is what the plan says."""
    rng = np.random.default_rng(seed)
    staff = Staff(80, 0.01, 3, 4, RAMP)
    required = np.linspace(78, 95, 40)
    plan = plan_hiring(required, staff)
    lives = 3000
    work = np.zeros((lives, 40))
    cohorts = [(-1, 80), *((c.start_week, c.hires) for c in plan.classes)]
    for start, hires in cohorts:
        alive = np.full(lives, hires)
        for week in range(max(start, 0), 40):
            if week > max(start, 0):
                alive = rng.binomial(alive, 0.99)
            in_production = week - start - 3
            productivity = 1.0 if start < 0 else 0.0 if in_production < 0 else RAMP[min(in_production, 6)]
            work[:, week] += alive * productivity
    assert work.mean(axis=0) == pytest.approx([week.effective for week in plan.weeks], rel=0.01)


def test_scenarios_of_the_ais_share_are_planned_side_by_side() -> None:
    staff = Staff(100, 0.006, 4, 6, RAMP)
    plans = plan_scenarios({"low": [112] * 40, "base": [104] * 40, "high": [70] * 40}, staff)
    hires = {name: sum(c.hires for c in plan.classes) for name, plan in plans.items()}
    assert hires["low"] > hires["base"] > hires["high"] == 0


def test_a_week_of_intervals_is_paid_hours_after_shrinkage() -> None:
    assert weekly_fte([10] * 60, 1800, 0.25, 40) == pytest.approx(10 * 30 / 0.75 / 40)
    with pytest.raises(ValueError, match="shrinkage"):
        weekly_fte([10], 1800, 1.0, 40)
    with pytest.raises(ValueError, match="at least one"):
        plan_hiring([], Staff(10, 0, 1, 1, RAMP))
