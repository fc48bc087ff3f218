"""Whether staff may be decided on by what the AI keeps: returns watched for 30 days, and the hardest fifth not
worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.analysis.capacity.assumptions import Number
from pipelines.statistics.intervals import newcombe_diff

STABLE_WEEKS = 8
HARDEST = 0.2
COMPARED_FROM = 30


@dataclass(frozen=True)
class Gate:
    """Open, or closed for the reasons given."""

    is_open: bool
    sentence: str


def gate(return_share: Number, rows: Sequence[dict[str, Any]]) -> Gate:
    """The gate of every scenario in which the AI keeps another share than today.

    Args:
        return_share: of kept contacts, over 30 days.
        rows: cells of queue, intent and week with complexity and counts of judged, verified, rated and satisfied.

    Each of the last eight judged weeks is held against all weeks before them: none may be worse beyond chance.
    With no week before, nothing can be called stable.
    """
    reasons = []
    if not return_share.is_own:
        reasons.append("what comes back to people within 30 days is not measured yet")
    for label, n, events in (("verified rate", "judged", "verified"), ("satisfaction", "rated", "satisfied")):
        reason = _worse(rows, label, n, events)
        if reason:
            reasons.append(reason)
    if not reasons:
        return Gate(True, "The gate for decisions on staff is open: returns are measured and the hardest fifth holds.")
    return Gate(False, f"No decision on staff before the gate opens: {'; '.join(reasons)}.")


def hardest(rows: Sequence[dict[str, Any]]) -> float | None:
    """The lowest complexity that still belongs to the hardest fifth of contacts; null where none is known."""
    by_level: dict[float, float] = {}
    for row in rows:
        if row["complexity"] is not None:
            by_level[row["complexity"]] = by_level.get(row["complexity"], 0.0) + row["contacts"]
    total, above = sum(by_level.values()), 0.0
    for level in sorted(by_level, reverse=True):
        above += by_level[level]
        if above >= HARDEST * total:
            return level
    return None


def _worse(rows: Sequence[dict[str, Any]], label: str, n: str, events: str) -> str | None:
    level = hardest(rows)
    if level is None:
        return "how hard contacts are is not known"
    weeks: dict[Any, list[int]] = {}
    for row in rows:
        if row["complexity"] is not None and row["complexity"] >= level and row[n]:
            sums = weeks.setdefault(row["week_start_on"], [0, 0])
            sums[0] += row[events]
            sums[1] += row[n]
    days = sorted(weeks)
    before, last = days[:-STABLE_WEEKS], days[-STABLE_WEEKS:]
    x0, n0 = (sum(weeks[day][at] for day in before) for at in (0, 1))
    if len(last) < STABLE_WEEKS or n0 < COMPARED_FROM:
        return f"the {label} of the hardest fifth was not watched for {STABLE_WEEKS} weeks and some before"
    x1, n1 = (sum(weeks[day][at] for day in last) for at in (0, 1))
    # Eight looks at single weeks share one error of 5 %.
    looks = [
        (x1, n1, 0.95),
        *((*weeks[day], 1 - 0.05 / STABLE_WEEKS) for day in last if weeks[day][1] >= COMPARED_FROM),
    ]
    for x, size, confidence in looks:
        if float(newcombe_diff(x, size, x0, n0, confidence)[1]) < 0:
            return f"the {label} of the hardest fifth fell from {x0 / n0:.0%} to {x / size:.0%}"
    return None
