"""Weeks to the bar as a survival time: those still on the way are counted in, and nobody is left out for being slow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from pipelines.analysis.analysis import Row
from pipelines.analysis.ramp.weeks import ALL, HUMAN, Bar, Beginner
from pipelines.statistics.learning import SHOWN_FROM_CONTACTS, learning_fit
from pipelines.statistics.survival import Survival, kaplan_meier

WEEKS = (4, 8, 13, 26)
PEOPLE = 5


def bar_rows(people: Sequence[Beginner], bar: Bar, trained: Mapping[str, tuple[int, int]]) -> list[Row]:
    """One row per hire class, all classes together, and AI version by channel.

    Args:
        trained: trainings assigned and completed by person.
    """
    groups: dict[tuple[str, str, str], list[Beginner]] = defaultdict(list)
    for one in people:
        groups[(one.population, one.cohort, one.channel)].append(one)
        if one.population == HUMAN:
            groups[(HUMAN, ALL, ALL)].append(one)
    return [_row(*key, members, bar, trained) for key, members in sorted(groups.items())]


def _row(
    population: str,
    cohort: str,
    channel: str,
    members: list[Beginner],
    bar: Bar,
    trained: Mapping[str, tuple[int, int]],
) -> Row:
    weeks = {one.actor_id: one.reached(bar) for one in members}
    seen = [one for one in members if not one.is_unknown(weeks[one.actor_id])]
    reached = [one for one in seen if weeks[one.actor_id] is not None]
    curve = _curve(seen, weeks) if seen else None
    assigned, completed = (sum(trained.get(one.actor_id, (0, 0))[at] for one in members) for at in (0, 1))
    rates = _rates(members) if population == HUMAN else []
    row: Row = {
        "population": population,
        "cohort": cohort,
        "channel": channel,
        "agents": len(seen),
        "reached": len(reached),
        "on_the_way": len(seen) - len(reached),
        "reached_before_seen": len(members) - len(seen),
        "weeks_seen": max((one.last for one in seen), default=None),
        "trainings_assigned": assigned,
        "trainings_completed": completed,
        "training_completion": completed / assigned if assigned else None,
        "learners": len(rates),
        **dict.fromkeys(VALUES),
    }
    reason = _reason(population, members, seen, bar)
    row |= {"is_withheld": reason is not None, "withheld_reason": reason}
    if reason and population == HUMAN:
        row |= dict.fromkeys(ABOUT_PERSONS)
    if reason or curve is None:
        return row | {"sentence": f"{_who(population, cohort, channel)}: withheld. {reason}."}
    row |= _shares(curve, max(one.last for one in seen))
    if population == HUMAN and len(rates) >= PEOPLE:
        row |= dict(zip(RATES, np.quantile(rates, [0.5, 0.25, 0.75]).tolist(), strict=True))
    return row | {"sentence": _sentence(row, population, cohort, channel)}


# Of a few people, these would tell how each of them does.
ABOUT_PERSONS = (
    "reached",
    "on_the_way",
    "reached_before_seen",
    "learners",
    "trainings_assigned",
    "trainings_completed",
    "training_completion",
)
RATES = ("learning_rate", "learning_rate_q1", "learning_rate_q3")
VALUES = (
    "median_weeks",
    "median_weeks_low",
    "median_weeks_high",
    "median_days",
    *(f"share_at_{week}_weeks{end}" for week in WEEKS for end in ("", "_low", "_high")),
    *RATES,
)


def _curve(seen: Sequence[Beginner], weeks: Mapping[str, int | None]) -> Survival:
    times = [weeks[one.actor_id] or one.last for one in seen]
    return kaplan_meier(
        times,
        [int(weeks[one.actor_id] is not None) for one in seen],
        [min(one.first - 1, time) for one, time in zip(seen, times, strict=True)],
    )


def _shares(curve: Survival, last: int) -> Row:
    """Share at the bar by week with Greenwood's interval, and the median with that of the curve around a half."""
    found: Row = {"median_weeks": curve.median, "median_days": None if curve.median is None else curve.median * 7}
    low = next((step.time for step in curve.steps if step.survival - _half(step.greenwood_se) <= 0.5), None)
    high = next((step.time for step in curve.steps if step.survival + _half(step.greenwood_se) <= 0.5), None)
    found |= {"median_weeks_low": low, "median_weeks_high": high}
    for week in WEEKS:
        if week > last:
            continue
        step = next((step for step in reversed(curve.steps) if step.time <= week), None)
        survival, half = (1.0, 0.0) if step is None else (step.survival, _half(step.greenwood_se))
        found |= {
            f"share_at_{week}_weeks": 1 - survival,
            f"share_at_{week}_weeks_low": max(1 - survival - half, 0.0),
            f"share_at_{week}_weeks_high": min(1 - survival + half, 1.0),
        }
    return found


def _half(error: float | None) -> float:
    return 1.96 * (error or 0.0)


def _rates(members: Sequence[Beginner]) -> list[float]:
    """Learning rate of each person seen from the start with 200 contacts or more: what a doubling of contacts
    multiplies handle time by, on the same work."""
    rates = []
    for one in members:
        n, points = 0.0, []
        for week in sorted(one.weeks):
            part = one.weeks[week]
            if part.seconds and part.expected_seconds:
                points.append((n + part.contacts / 2, part.seconds / part.expected_seconds))
            n += part.contacts
        if one.first <= 2 and n >= SHOWN_FROM_CONTACTS and len(points) >= 2:
            rates.append(learning_fit(*zip(*points, strict=True)).rate)
    return rates


def _reason(population: str, members: Sequence[Beginner], seen: Sequence[Beginner], bar: Bar) -> str | None:
    if bar.verified is None and bar.seconds is None:
        return "Nobody has been with the company long enough to set the bar"
    if not seen:
        return "All were at the bar before the data begin" if population == HUMAN else "Released before the data begin"
    if population == HUMAN and len(members) < PEOPLE:
        return f"Fewer than {PEOPLE} people: a figure would be about persons"
    return None


def _who(population: str, cohort: str, channel: str) -> str:
    if population != HUMAN:
        return f"AI version {cohort}" + ("" if channel == ALL else f" in {channel}")
    return "All newcomers" if cohort == ALL else f"Class of {cohort}"


def _sentence(row: Row, population: str, cohort: str, channel: str) -> str:
    who = _who(population, cohort, channel)
    if population != HUMAN:
        if row["reached"]:
            return f"{who}: at the bar of tenured people {row['median_days']:.0f} days after release."
        return f"{who}: not at the bar of tenured people {row['weeks_seen']} weeks after release."
    parts = f"{row['reached']} of {row['agents']} at the bar, {row['on_the_way']} on the way"
    if row["median_weeks"] is None:
        return f"{who}: {parts}; half are not there {row['weeks_seen']} weeks after they started."
    ends = [row["median_weeks_low"], row["median_weeks_high"]]
    low, high = ("not known" if end is None else f"{end:.0f}" for end in ends)
    return f"{who}: {parts}; half need {row['median_weeks']:.0f} weeks ({low} to {high}, n = {row['agents']})."
