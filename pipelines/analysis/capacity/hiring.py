"""Hire-by dates of every scenario, and what it costs to be late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.analysis.analysis import Row
from pipelines.analysis.capacity.blend import Scenario
from pipelines.analysis.capacity.gate import Gate
from pipelines.planning.hiring_plan import HiringPlan, PlannedClass, Staff, plan_hiring

HORIZON = 26
SAME_SHARE = 0.005
HELD = 4

Ends = tuple[float, float] | None


@dataclass(frozen=True)
class Terms:
    """What all scenarios share.

    Attributes:
        staff: people of today; null where unknown. productive_hours: per person and week, after shrinkage.
        overtime_premium: per hour, reporting currency. ai_share: of first contacts, today. basis: in words.
    """

    staff: Staff | None
    first_monday: date
    productive_hours: float
    overtime_premium: float
    ai_share: float | None
    gate: Gate
    basis: str


def hiring_rows(weekly: Sequence[Row], scenarios: Sequence[Scenario], terms: Terms) -> list[Row]:
    """One row per scenario and class to hire, or one that says why there is none.

    Args:
        weekly: requirement by scenario, week and queue. After the last week it is held at the mean of the last four.
    """
    rows: list[Row] = []
    for scenario in scenarios:
        mine = [row for row in weekly if row["scenario"] == scenario.name and row["queue"] == "all"]
        if not mine:
            continue
        required = _held([row["required_fte"] for row in mine])
        ends = _ends(mine)
        gated = _gated(scenario, terms)
        if terms.staff is None:
            why = f"{scenario.name}: {required[0]:.1f} full-time people{_told(ends[0])} are needed next week;"
            why += f" how many there are is not known.{_gate_text(gated, terms)}"
            rows.append(_row(scenario, terms, None, None, 0, [], required[0], ends[0], gated, why))
            continue
        plan = plan_hiring(required, terms.staff, terms.productive_hours, terms.overtime_premium)
        late = plan.late_weeks
        for number, group in enumerate(plan.classes, start=1):
            rows.append(_class_row(scenario, terms, plan, group, number, late, gated, ends[group.need_week]))
        if not plan.classes:
            why = _none_text(scenario, plan, terms, gated, ends[0])
            rows.append(_row(scenario, terms, plan, None, 0, late, required[0], ends[0], gated, why))
    return rows


def _held(weeks: list[float]) -> list[float]:
    """The weeks that are forecast, and for those after them the mean of the last four."""
    last = weeks[-HELD:]
    return [*weeks, *[sum(last) / len(last)] * (HORIZON - len(weeks))]


def _ends(weekly: Sequence[Row]) -> list[Ends]:
    """The 95 % interval of what each week requires; null where a week that it rests on has none."""
    known = [row["required_fte_low"] is not None and row["required_fte_high"] is not None for row in weekly]
    if not all(known):
        ends = [
            (row["required_fte_low"], row["required_fte_high"]) if is_known else None
            for row, is_known in zip(weekly, known, strict=True)
        ]
        return [*ends, *[None] * (HORIZON - len(ends))]
    low, high = (_held([row[f"required_fte_{end}"] for row in weekly]) for end in ("low", "high"))
    return list(zip(low, high, strict=True))


def _told(ends: Ends) -> str:
    return " (no interval: too few weeks)" if ends is None else f" ({ends[0]:.1f} to {ends[1]:.1f})"


def _gated(scenario: Scenario, terms: Terms) -> bool:
    """Whether the scenario rests on the AI keeping another share than today."""
    if scenario.ai_share is None:
        return False
    return terms.ai_share is None or abs(scenario.ai_share - terms.ai_share) > SAME_SHARE


def _gate_text(is_gated: bool, terms: Terms) -> str:
    return f" {terms.gate.sentence}" if is_gated else ""


def _day(terms: Terms, week: int) -> date:
    return terms.first_monday + timedelta(weeks=week)


def _class_row(
    scenario: Scenario,
    terms: Terms,
    plan: HiringPlan,
    group: PlannedClass,
    number: int,
    late: list[int],
    gated: bool,
    ends: Ends,
) -> Row:
    assert terms.staff is not None
    need = plan.weeks[group.need_week]
    missing = need.required - need.without_hiring
    cost = missing * terms.productive_hours * terms.overtime_premium
    text = (
        f"{scenario.name}: offer to {group.hires} by {_day(terms, group.offer_by_week):%d %B %Y}, to start on"
        f" {_day(terms, group.start_week):%d %B %Y} and be ready for the week of"
        f" {_day(terms, group.need_week):%d %B %Y}, when {missing:.1f} of {need.required:.1f} full-time people"
        f"{_told(ends)} would be missing;"
        f" each week too late costs {cost:,.0f} in overtime."
    )
    if late and number == 1:
        text += f" The {len(late)} week(s) from {_day(terms, late[0]):%d %B %Y} cannot be met by hiring any more."
    return _row(scenario, terms, plan, group, number, late, need.required, ends, gated, text + _gate_text(gated, terms))


def _none_text(scenario: Scenario, plan: HiringPlan, terms: Terms, gated: bool, ends: Ends) -> str:
    first = plan.weeks[0]
    if plan.late_weeks:
        text = (
            f"{scenario.name}: {plan.weeks[plan.late_weeks[0]].gap:.1f} full-time people are missing from"
            f" {_day(terms, plan.late_weeks[0]):%d %B %Y}, sooner than anybody hired now could help."
        )
    else:
        text = (
            f"{scenario.name}: nobody has to be hired within {HORIZON} weeks:"
            f" {first.required:.1f} full-time people{_told(ends)} are needed next week"
            f" and {first.effective:.1f} are there."
        )
    return text + _gate_text(gated, terms)


def _row(
    scenario: Scenario,
    terms: Terms,
    plan: HiringPlan | None,
    group: PlannedClass | None,
    number: int,
    late: list[int],
    required: float,
    ends: Ends,
    gated: bool,
    text: str,
) -> Row:
    need = plan.weeks[group.need_week] if plan and group else None
    missing = need.required - need.without_hiring if need else None
    return {
        "scenario": scenario.name,
        "scenario_order": scenario.order,
        "class_number": number,
        "offer_by_on": _day(terms, group.offer_by_week) if group else None,
        "start_on": _day(terms, group.start_week) if group else None,
        "productive_on": _day(terms, group.start_week + terms.staff.train_weeks) if group and terms.staff else None,
        "need_on": _day(terms, group.need_week) if group else None,
        "hires": group.hires if group else (None if plan is None else 0),
        "required_fte": required,
        "required_fte_low": ends[0] if ends else None,
        "required_fte_high": ends[1] if ends else None,
        "missing_fte": missing,
        "late_weeks": None if plan is None else len(late),
        "late_cost_amount": None if missing is None else missing * terms.productive_hours * terms.overtime_premium,
        "is_gate_open": terms.gate.is_open if gated else None,
        "sentence": text,
        "basis": terms.basis,
    }
