"""The computed verdict on two sides, such as people and AI: fair, or withheld with its reason."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from math import exp, log
from typing import TypeVar

import numpy as np
from scipy.stats import t as student

from pipelines.statistics.arrays import Matrix, Vector
from pipelines.statistics.clusters import DRAWS
from pipelines.statistics.comparison_data import (
    BETTER,
    LONGER,
    NONE_SHOWN,
    NOT_COMPARABLE,
    POOLED,
    SHORTER,
    TOO_FEW,
    WORSE,
    Cell,
    Columns,
    Comparison,
    Question,
    Rate,
    Side,
    Sides,
    StratumRates,
    columns_of,
)
from pipelines.statistics.comparison_words import statement, too_little_shared, withheld
from pipelines.statistics.intervals import wilson
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.overlap import MIN_N, overlap_guard
from pipelines.statistics.sensitivity import e_value
from pipelines.statistics.stratified import (
    Difference,
    StratifiedRate,
    bootstrap_difference,
    difference,
    is_few,
    stratified_rate,
)

__all__ = ["Cell", "Comparison", "Question", "Side", "Sides", "compare", "fair_comparison", "fair_comparisons"]
SHOWN_FROM = 20
SAME_SIGN = 2 / 3
Table = tuple[Matrix, Matrix, Matrix]
Key = TypeVar("Key", bound=Hashable)


def fair_comparison(
    cells: Sequence[Cell],
    measure: str = "resolution",
    mix: str = POOLED,
    higher_is_better: bool = True,
    seed: int = 0,
) -> Comparison:
    """The verdict on people and AI at a single measure; on a page with several use `compare`.

    Args:
        cells: one per stratum, population and cluster; repeated ones add up.
        measure: what the rate is of, for the statement.
        mix: whose work the rates are adjusted to: `pooled`, `human` or `ai`.
        higher_is_better: false for rates such as repeat contacts.
        seed: of the resampling.

    Raises:
        ValueError: no cells, an unknown population or mix, or more events than contacts.
    """
    return fair_comparisons({measure: cells}, mix, {} if higher_is_better else {measure: False}, seed)[measure]


def fair_comparisons(
    family: Mapping[str, Sequence[Cell]],
    mix: str = POOLED,
    higher_is_better: Mapping[str, bool] | None = None,
    seed: int = 0,
    q: float = 0.05,
) -> dict[str, Comparison]:
    """People and AI at several measures of one page; arguments by measure, as `fair_comparison`."""
    directions = higher_is_better or {}
    return compare(
        {
            measure: Question(cells, measure, mix=mix, higher_is_better=directions.get(measure, True))
            for measure, cells in family.items()
        },
        seed,
        q,
    )


def compare(family: Mapping[Key, Question], seed: int = 0, q: float = 0.05) -> dict[Key, Comparison]:
    """The verdicts of all comparisons on one page, so that many do not find something by chance.

    Args:
        family: questions by any name.
        seed: of the resampling.
        q: share of false discoveries accepted (Benjamini-Hochberg).

    Raises:
        ValueError: as `fair_comparison`.
    """
    estimated = {name: _estimate(question, seed) for name, question in family.items()}
    tested = {name: found.p for name, found in estimated.items() if found.p is not None}
    adjusted = dict(zip(tested, bh(list(tested.values()), q).adjusted, strict=True)) if tested else {}
    return {
        name: _judged(found, family[name], adjusted[name], q) if name in adjusted else found
        for name, found in estimated.items()
    }


def _estimate(question: Question, seed: int) -> Comparison:
    """Everything but the verdict, or the verdict where it is withheld."""
    sides = question.sides
    known = (POOLED, sides.first.key, sides.second.key)
    if question.mix not in known:
        raise ValueError(f"unknown mix {question.mix!r}: {', '.join(known)}")
    cells = columns_of(question.cells)
    names = cells.strata
    if not names:
        raise ValueError("there is nothing to compare")
    _checked(cells, question)
    first, second = _table(cells, sides.first.key), _table(cells, sides.second.key)
    volume = [side[1].sum(axis=0) for side in (first, second)]
    if not any(total.sum() for total in volume):
        raise ValueError("there is nothing to compare")
    guard = overlap_guard(names, volume[0], volume[1])
    base = Comparison(
        TOO_FEW, "", question.mix, guard, _crude(first, question.is_time), _crude(second, question.is_time), []
    )
    for side, total in zip((sides.first, sides.second), volume, strict=True):
        if total.sum() < MIN_N:
            return replace(base, statement=withheld(question, f"{side.name} had {total.sum():.0f} of {MIN_N} contacts"))
    if not guard.is_comparable:
        return replace(base, verdict=NOT_COMPARABLE, statement=withheld(question, too_little_shared(guard, sides)))
    kept = np.isin(names, guard.kept)
    first, second = (tuple(part[:, kept] for part in side) for side in (first, second))  # type: ignore[assignment]
    for side, (_, sizes, _) in ((sides.first, first), (sides.second, second)):
        if int((sizes.sum(axis=1) > 0).sum()) < 2:
            reason = f"{side.name} had one cluster, whose spread is unknown"
            return replace(base, statement=withheld(question, reason))
    return _compared(base, first, second, question, seed)


def _compared(base: Comparison, first: Table, second: Table, question: Question, seed: int) -> Comparison:
    n1, n2 = first[1].sum(axis=0), second[1].sum(axis=0)
    volumes = {POOLED: n1 + n2, question.sides.first.key: n1, question.sides.second.key: n2}
    weights = volumes[base.mix] / volumes[base.mix].sum()
    one, two = (_rate(side, weights, question.is_time) for side in (first, second))
    found = difference(one, two)
    low, high = found.low, found.high
    if is_few(one, two):
        # With few clusters the percentile interval is too narrow and the t interval alone trusts their shape.
        drawn = bootstrap_difference(first[:2], second[:2], weights, DRAWS, seed)
        low, high = min(low, drawn[0]), max(high, drawn[1])
    p1, p2 = first[0].sum(axis=0) / n1, second[0].sum(axis=0) / n2
    same = np.sign(p2 - p1) == np.sign(found.value)
    shown, apart = (exp, _relative) if question.is_time else (float, float)
    rows = zip(base.overlap.kept, weights, n1, p1, n2, p2, strict=True)
    is_ratio = not question.is_time and one.rate > 0 and two.rate > 0
    by_mix = tuple(apart(float((p2 - p1) @ volume / volume.sum())) for volume in volumes.values())
    crude1, crude2 = base.crude_first.rate, base.crude_second.rate
    return replace(
        base,
        strata=[StratumRates(s, float(w), int(a), shown(x), int(b), shown(y)) for s, w, a, x, b, y in rows],
        first=shown(one.rate),
        second=shown(two.rate),
        difference=apart(found.value),
        low=apart(low),
        high=apart(high),
        p=found.p,
        by_mix=(by_mix[0], by_mix[1], by_mix[2]),
        same_sign=float((n1 + n2)[same].sum() / (n1 + n2).sum()),
        is_reversed=None if crude1 is None or crude2 is None else (crude2 - crude1) * found.value < 0,
        e_value=e_value(two.rate / one.rate) if is_ratio else None,
        e_value_limit=_limit(one, two, found) if is_ratio else None,
    )


def _relative(log_difference: float) -> float:
    return exp(log_difference) - 1


def _limit(first: StratifiedRate, second: StratifiedRate, found: Difference) -> float:
    """The E-value of the interval's end nearest to no effect; 1 where the interval holds it."""
    spread = (first.variance / first.rate**2 + second.variance / second.rate**2) ** 0.5
    distance = abs(log(second.rate / first.rate)) - float(student.ppf(0.975, found.degrees)) * spread
    return e_value(exp(distance)) if distance > 0 else 1.0


def _judged(found: Comparison, question: Question, adjusted_p: float, q: float) -> Comparison:
    assert found.difference is not None and found.low is not None and found.high is not None
    shown = adjusted_p <= q and not found.low <= 0 <= found.high and (found.same_sign or 0.0) >= SAME_SIGN
    up, down = (LONGER, SHORTER) if question.is_time else (BETTER, WORSE)
    is_up = (found.difference > 0) == (question.higher_is_better or question.is_time)
    judged = replace(found, verdict=NONE_SHOWN if not shown else up if is_up else down, adjusted_p=adjusted_p)
    return replace(judged, statement=statement(judged, question))


def _checked(cells: Columns, question: Question) -> None:
    known = {question.sides.first.key, question.sides.second.key}
    unknown = set(np.unique(cells.side).tolist()) - known
    if unknown:
        raise ValueError(f"unknown population {sorted(unknown)[0]!r}: {' or '.join(sorted(known, reverse=True))}")
    wrong = (cells.events < 0) | ((cells.events > cells.n) & (not question.is_time))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        name = cells.strata[cells.stratum[at]]
        raise ValueError(f"{name}: {cells.events[at]:g} events of {cells.n[at]:g} contacts")


def _table(cells: Columns, side: str) -> Table:
    """Events, contacts and squares, each of shape (clusters, strata)."""
    own = cells.side == side
    clusters, row = np.unique(cells.cluster[own], return_inverse=True)
    place = (row, cells.stratum[own])
    tables = np.zeros((3, clusters.size, len(cells.strata)))
    for table, values in zip(tables, (cells.events, cells.n, cells.squares), strict=True):
        np.add.at(table, place, values[own])
    return tables[0], tables[1], tables[2]


def _rate(side: Table, weights: Vector, is_time: bool) -> StratifiedRate:
    events, sizes, squares = side
    if not is_time:
        return stratified_rate(events, sizes, weights)
    n, total = sizes.sum(axis=0), events.sum(axis=0)
    spread = np.maximum(squares.sum(axis=0) - total**2 / n, 0.0) / np.maximum(n - 1, 1)
    return stratified_rate(events, sizes, weights, spread=spread)


def _crude(side: Table, is_time: bool) -> Rate:
    events, sizes, squares = side
    x, n = float(events.sum()), int(sizes.sum())
    if n < SHOWN_FROM:
        return Rate(n, x, None, None, None)
    low, high = (x / n, x / n) if is_time else (float(bound) for bound in wilson(x, n))
    clusters = int((sizes.sum(axis=1) > 0).sum())
    whole: Table = (
        events.sum(axis=1, keepdims=True),
        sizes.sum(axis=1, keepdims=True),
        squares.sum(axis=1, keepdims=True),
    )
    if clusters >= 2:
        found = _rate(whole, np.ones(1), is_time)
        half = float(student.ppf(0.975, found.degrees)) * found.variance**0.5
        top = float("inf") if is_time else 1.0
        low, high = min(low, max(found.rate - half, 0.0)), max(high, min(found.rate + half, top))
    if not is_time:
        return Rate(n, x, x / n, low, high)
    return Rate(n, x, exp(x / n), exp(low) if clusters >= 2 else None, exp(high) if clusters >= 2 else None)
