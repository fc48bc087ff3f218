"""What a change of the AI did to people's numbers, and how much of it is only that the easy work left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.analysis.analysis import DAY, FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.arrays import Matrix
from pipelines.statistics.decomposition import MixAndRate, kitagawa
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.overlap import MIN_N
from pipelines.statistics.stratified import Difference, StratifiedRate, difference, stratified_rate

DAYS, CHANGES = "intermediate.int_work_days", "core.fct_changes"
KINDS = ("ai_version", "scope")
WINDOW = dt.timedelta(days=28)
STRATUM = ("intent_id", "channel", "arrival")
# A stratum with fewer contacts on either side of the change cannot be carried over to the other mix.
LEAST = 5
MIN_KEPT = 0.60
Q = 0.05


@dataclass(frozen=True)
class Measure:
    """What is followed: its words, the columns that count it, the column of squares of a time, and for whom it is."""

    words: str
    n: str
    total: str
    squares: str | None
    populations: tuple[str, ...]


MEASURES = {
    "handle_time": Measure("handle time", "timed", "handle_seconds", "handle_square_seconds", ("human",)),
    "verified_resolution_7d": Measure("verified resolution", "judged", "verified", None, ("human", "ai")),
}
WHOSE = {"human": "people's", "ai": "the AI's"}


@dataclass(frozen=True)
class Window:
    """Days before or after a change, over the same strata.

    Attributes:
        n, total, squares: shape (days, strata); complexity: mean complexity of the work, null where it is not known.
    """

    n: Matrix
    total: Matrix
    squares: Matrix
    complexity: float | None


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Each change of the AI's version or scope: crude, on the mix before it, and split into mix and rate."""
    rows = [row for change in _changes(tables[CHANGES]) for row in _followed(change, tables[DAYS])]
    tested = [row for row in rows if row["p_value"] is not None]
    for row, adjusted in zip(tested, bh([row["p_value"] for row in tested], Q).adjusted if tested else [], strict=True):
        row["adjusted_p_value"] = adjusted
        row["sentence"] = _sentence(row)
    return {"survivorship": rows}


def _changes(changes: pa.Table) -> list[Row]:
    known = [row for row in changes.to_pylist() if row["kind"] in KINDS and row["live_for_ai_at"] is not None]
    return sorted(known, key=lambda row: (row["live_for_ai_at"], row["change_id"]))


def _followed(change: Row, days: pa.Table) -> Iterator[Row]:
    live = change["live_for_ai_at"].date()
    for name, measure in MEASURES.items():
        for population in measure.populations:
            own = days.filter(pc.and_(pc.equal(days["population"], population), pc.greater(days[measure.n], 0)))
            before, after = _windows(own, measure, live)
            yield _row(change, live, name, population, before, after)


def _windows(days: pa.Table, measure: Measure, live: dt.date) -> tuple[Window, Window]:
    """The four weeks before and after; the day of the change itself belongs to neither."""
    opened = days["opened_local_on"]
    near = pc.and_(pc.greater_equal(opened, live - WINDOW), pc.less_equal(opened, live + WINDOW))
    rows = days.filter(near).to_pylist()
    strata = sorted({_stratum(row) for row in rows})
    before = _window([row for row in rows if row["opened_local_on"] < live], measure, strata)
    return before, _window([row for row in rows if row["opened_local_on"] > live], measure, strata)


def _stratum(row: Row) -> tuple[str, ...]:
    return tuple(row[column] or "unknown" for column in STRATUM)


def _window(rows: Sequence[Row], measure: Measure, strata: list[tuple[str, ...]]) -> Window:
    dates = sorted({row["opened_local_on"] for row in rows})
    day = {date: number for number, date in enumerate(dates)}
    column = {stratum: number for number, stratum in enumerate(strata)}
    n, total, squares = np.zeros((3, len(dates), len(strata)))
    for row in rows:
        place = day[row["opened_local_on"]], column[_stratum(row)]
        n[place] += row[measure.n]
        total[place] += row[measure.total]
        squares[place] += row[measure.squares] if measure.squares else 0
    known = sum(row["complexity_known"] for row in rows)
    points = sum(row["complexity_points"] or 0 for row in rows)
    return Window(n, total, squares, points / known if known else None)


def _row(change: Row, live: dt.date, measure: str, population: str, before: Window, after: Window) -> Row:
    row: Row = dict.fromkeys(ANALYSIS.writes["survivorship"].names)
    row |= {
        "change_id": change["change_id"],
        "kind": change["kind"],
        "subject": change["subject"],
        "live_on": live,
        "population": population,
        "measure": measure,
        "n_before": int(before.n.sum()),
        "n_after": int(after.n.sum()),
        "complexity_before": before.complexity,
        "complexity_after": after.complexity,
        "is_withheld": True,
    }
    n1, n2 = before.n.sum(axis=0), after.n.sum(axis=0)
    if min(n1.sum(), n2.sum()) < MIN_N:
        reason = f"{n1.sum():.0f} contacts before and {n2.sum():.0f} after it, where {MIN_N} are needed"
        return row | {"sentence": f"{_title(row)} cannot be judged: {reason}."}
    kept = (n1 >= LEAST) & (n2 >= LEAST)
    share = float(n1[kept].sum() / n1.sum())
    split = _split(before, after, n1, n2)
    row |= {
        "value_before": split.overall1,
        "value_after": split.overall2,
        "difference": split.difference,
        "mix_effect": split.mix_effect,
        "rate_effect": split.rate_effect,
        "coverage": share,
    }
    if share < MIN_KEPT or min((part.n[:, kept].sum(axis=1) > 0).sum() for part in (before, after)) < 2:
        return row | {"sentence": f"{_title(row)}: only {share:.0%} of the work before it was still there after it."}
    found = _standardised(before, after, kept, measure)
    level = float((before.total.sum(axis=0)[kept] / n1[kept]) @ (n1[kept] / n1[kept].sum()))
    return row | {
        "standardised_before": level,
        "standardised_after": level + found.value,
        "standardised_difference": found.value,
        "standardised_low": found.low,
        "standardised_high": found.high,
        "p_value": found.p,
        "is_withheld": False,
    }


def _split(before: Window, after: Window, n1: np.ndarray, n2: np.ndarray) -> MixAndRate:
    levels = [
        [float(total / n) if n else None for total, n in zip(part.total.sum(axis=0), sizes, strict=True)]
        for part, sizes in ((before, n1), (after, n2))
    ]
    return kitagawa(n1, levels[0], n2, levels[1])


def _standardised(before: Window, after: Window, kept: np.ndarray, measure: str) -> Difference:
    """After less before on the mix before, with an error over days."""
    weights = before.n.sum(axis=0)[kept] / before.n.sum(axis=0)[kept].sum()
    rates: list[StratifiedRate] = []
    for part in (before, after):
        n, total, squares = part.n[:, kept], part.total[:, kept], part.squares[:, kept].sum(axis=0)
        size = n.sum(axis=0)
        spread = np.maximum(squares - total.sum(axis=0) ** 2 / size, 0.0) / np.maximum(size - 1, 1)
        rates.append(stratified_rate(total, n, weights, spread=spread if MEASURES[measure].squares else None))
    return difference(rates[0], rates[1])


def _title(row: Row) -> str:
    return f"What {_change(row)} did to {_what(row)}"


def _change(row: Row) -> str:
    return f"{'version ' if row['kind'] == 'ai_version' else ''}{row['subject']} ({row['live_on']})"


def _what(row: Row) -> str:
    return f"{WHOSE[row['population']]} {MEASURES[row['measure']].words}"


def _sentence(row: Row) -> str:
    is_time = row["measure"] == "handle_time"

    def level(value: float) -> str:
        return f"{value:.0f} s" if is_time else f"{value:.1%}"

    def step(value: float) -> str:
        return f"{value:+.0f}" if is_time else f"{100 * value:+.1f}"

    unit = "s" if is_time else "points"
    shown = row["adjusted_p_value"] <= Q and not row["standardised_low"] <= 0 <= row["standardised_high"]
    words = "the work itself changed" if shown else "no change of the work itself is shown"
    return (
        f"After {_change(row)} {_what(row)} went from "
        f"{level(row['value_before'])} to {level(row['value_after'])}: mix {step(row['mix_effect'])} and rate "
        f"{step(row['rate_effect'])} {unit}. On the mix before it the change is {step(row['standardised_difference'])} "
        f"{unit} (95 % interval {step(row['standardised_low'])} to {step(row['standardised_high'])}): {words}."
    )


ANALYSIS = Analysis(
    name="tell harder work from worse work",
    reads={
        DAYS: schema(
            population=TEXT,
            intent_id=TEXT,
            channel=TEXT,
            arrival=TEXT,
            opened_local_on=DAY,
            judged=WHOLE,
            verified=WHOLE,
            timed=WHOLE,
            handle_seconds=WHOLE,
            handle_square_seconds=WHOLE,
            complexity_points=WHOLE,
            complexity_known=WHOLE,
        ),
        CHANGES: schema(change_id=TEXT, kind=TEXT, subject=TEXT, live_for_ai_at=MOMENT),
    },
    writes={
        "survivorship": schema(
            change_id=TEXT,
            kind=TEXT,
            subject=TEXT,
            live_on=DAY,
            population=TEXT,
            measure=TEXT,
            n_before=WHOLE,
            n_after=WHOLE,
            value_before=REAL,
            value_after=REAL,
            difference=REAL,
            mix_effect=REAL,
            rate_effect=REAL,
            coverage=REAL,
            standardised_before=REAL,
            standardised_after=REAL,
            standardised_difference=REAL,
            standardised_low=REAL,
            standardised_high=REAL,
            p_value=REAL,
            adjusted_p_value=REAL,
            complexity_before=REAL,
            complexity_after=REAL,
            is_withheld=FLAG,
            sentence=TEXT,
        )
    },
    compute=compute,
)
