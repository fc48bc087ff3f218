"""Which periods of which measure are compared, by a rule that does not look for the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.analysis.analysis import Row
from pipelines.statistics.explanation_data import Answers

LONGEST_WEEKS, SHORTEST_WEEKS = 6, 3
MIN_CASES = 30
UNKNOWN_LOAD = 0.10
WHOLE = "all"
SCOPES, PEOPLE = (WHOLE, "human", "ai"), ("human",)
LATEST, CHANGE_POINT = "latest weeks", "change point"
USUAL_WAIT = "answered_in_usual_wait"


@dataclass(frozen=True)
class Measure:
    """Columns of the cells: asked, answered, good; whether it waits for maturity; whose it is."""

    key: str
    label: str
    columns: tuple[str, str, str]
    is_mature_only: bool
    scopes: tuple[str, ...]


MEASURES = (
    Measure("verified_resolution_7d", "Verified resolution", ("settled", "settled", "verified"), True, SCOPES),
    Measure("csat_satisfied", "CSAT", ("surveyed", "answered", "satisfied"), False, SCOPES),
    Measure(USUAL_WAIT, "Answers within the usual wait", ("waited", "waited", "waited_usual"), False, PEOPLE),
)


@dataclass(frozen=True)
class Look:
    """One comparison: the weeks before, the weeks after, and why they were chosen."""

    measure: Measure
    scope: str
    rule: str
    before: tuple[date, ...]
    after: tuple[date, ...]

    @property
    def key(self) -> str:
        return f"{self.measure.key}:{self.scope}:{self.rule}"


def looks(cells: Sequence[Row], breaks: Sequence[Row]) -> list[Look]:
    """For each measure and scope: the latest weeks against as many before them, and both sides of its last break.

    The latest half of the whole weeks, at most six, against as many before; nothing when that leaves fewer than three.
    """
    found = []
    for measure in MEASURES:
        weeks = sorted({row["week_start_on"] for row in cells if row["is_mature"] or not measure.is_mature_only})
        side = min(LONGEST_WEEKS, len(weeks) // 2)
        for scope in measure.scopes:
            if side >= SHORTEST_WEEKS:
                found.append(Look(measure, scope, LATEST, *_sides(weeks, len(weeks) - side, side)))
            at = max((row["break_on"] for row in breaks if _is_of(row, measure, scope)), default=None)
            if at in weeks and min(weeks.index(at), len(weeks) - weeks.index(at)) >= SHORTEST_WEEKS:
                place = weeks.index(at)
                found.append(Look(measure, scope, CHANGE_POINT, *_sides(weeks, place, LONGEST_WEEKS)))
    return found


def _sides(weeks: Sequence[date], at: int, side: int) -> tuple[tuple[date, ...], tuple[date, ...]]:
    return tuple(weeks[max(0, at - side) : at]), tuple(weeks[at : at + side])


def _is_of(row: Row, measure: Measure, scope: str) -> bool:
    return row["measure"] == measure.key and row["population"] == scope


def answers(cells: Sequence[Row], look: Look, weeks: Sequence[date]) -> list[Answers]:
    """The cells of some weeks as rows of the split. Load is left out where too much of it is unknown."""
    asked, answered, good = look.measure.columns
    used = [
        row
        for row in cells
        if row["week_start_on"] in weeks and row[asked] and look.scope in (WHOLE, row["population"])
    ]
    unknown = sum(row[asked] for row in used if row["band"] is None)
    queued = sum(row[asked] for row in used if row["population"] != "ai")
    has_load = queued == 0 or unknown <= UNKNOWN_LOAD * queued
    sums: dict[tuple[str | None, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in used:
        key = (
            row["population"],
            row["cohort"],
            row["intent_id"],
            row["channel"],
            (row["band"] or "unknown") if has_load else None,
            row["outcome"] if asked != answered else None,
            row["cluster_id"],
            row["family"],
            None if look.measure.key == USUAL_WAIT else row["wait"],
        )
        for place, column in enumerate((asked, answered, good)):
            sums[key][place] += row[column]
    return [Answers(*key[:4], *counts, *key[4:]) for key, counts in sums.items()]  # type: ignore[arg-type]


def last_day(weeks: Sequence[date]) -> date:
    return max(weeks) + timedelta(days=6)
