"""Answers that stand for the silent customers of their class, summed by stratum and cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.statistics.arrays import Matrix, Vector
from pipelines.statistics.explanation_data import Answers
from pipelines.statistics.stratified import StratifiedRate, stratified_rate

POOLED_BELOW = 20
OTHER = "other"
Stratum = tuple[str, ...]
Key = Callable[[Answers], Stratum]


def factors(answers: Sequence[Answers]) -> list[float]:
    """Surveyed over answers in the weighting class of each row: population, intent and outcome.

    A class without an answer is merged with the other outcomes of its intent, then with its whole population.

    Raises:
        ValueError: a count that exceeds what it is a part of, or a population that nobody speaks for.
    """
    levels = ((lambda a: (a.population, a.intent, a.outcome)), (lambda a: (a.population, a.intent)), _population)
    sums: list[dict[tuple[str | None, ...], list[int]]] = [defaultdict(lambda: [0, 0]) for _ in levels]
    for row in answers:
        if not 0 <= row.positives <= row.responded <= row.surveyed:
            raise ValueError(f"{row.cohort}: positives are part of the answers, and answers part of the surveys")
        for total, level in zip(sums, levels, strict=True):
            total[level(row)][0] += row.surveyed
            total[level(row)][1] += row.responded
    merged = _merged(sums, levels, answers)
    return [merged[row.population, row.intent, row.outcome] for row in answers]


def _population(row: Answers) -> tuple[str | None, ...]:
    return (row.population,)


def _merged(sums, levels, answers: Sequence[Answers]) -> dict[tuple[str | None, ...], float]:
    """Factor by class: a class is judged at the narrowest level at which all classes below it have answers."""
    rows = {(row.population, row.intent, row.outcome): row for row in answers if row.surveyed}
    silent_intents = {levels[1](row) for row in rows.values() if sums[0][levels[0](row)][1] == 0}
    silent_populations = {levels[2](row) for row in rows.values() if sums[1][levels[1](row)][1] == 0}
    found: dict[tuple[str | None, ...], float] = defaultdict(lambda: 1.0)
    for key, row in rows.items():
        level = 2 if levels[2](row) in silent_populations else 1 if levels[1](row) in silent_intents else 0
        surveyed, responded = sums[level][levels[level](row)]
        if responded == 0:
            raise ValueError(f"nobody answered of {row.population}: its level is unknown")
        found[key] = surveyed / responded
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """One period by stratum.

    Attributes:
        surveyed: shape (s,), contacts asked; answers: shape (s,), raw answers.
        events, sizes: shape (k, s), weighted good answers and answers of each cluster; squares: shape (s,), sum of
            squared weights, for the effective number of answers.
        clustered: whether rows are clusters.
    """

    strata: list[Stratum]
    surveyed: Vector
    answers: Vector
    events: Matrix
    sizes: Matrix
    squares: Vector
    clustered: bool

    def level(self) -> Vector:
        """Weighted level of each stratum; not a number where nobody answered."""
        total = self.sizes.sum(axis=0)
        return np.where(total > 0, self.events.sum(axis=0) / np.where(total > 0, total, 1.0), np.nan)

    def rate(self, keep: np.ndarray) -> float:
        """The measure over the strata kept, on their own mix, without its error, which one cluster alone has not.

        Each stratum that was asked has answers. At least one of those kept was asked.
        """
        used = keep & (self.surveyed > 0)
        return float(self.surveyed[used] @ self.level()[used] / self.surveyed[used].sum())

    def overall(self, keep: np.ndarray) -> StratifiedRate:
        """The measure over the strata kept, on their own mix.

        Raises:
            ValueError: nobody was asked.
        """
        used = keep & (self.surveyed > 0)
        if not used.any():
            raise ValueError("nobody was asked in one of the periods")
        sizes = self.sizes[:, used]
        weights = self.surveyed[used] / self.surveyed[used].sum()
        effective = sizes.sum(axis=0) ** 2 / self.squares[used]
        return stratified_rate(self.events[:, used], sizes, weights, effective, self.clustered)


def tables(
    period1: Sequence[Answers],
    period2: Sequence[Answers],
    dimensions: Key,
    kept: Sequence[int] = (2, 1),
    weights: tuple[list[float], list[float]] | None = None,
) -> tuple[Table, Table]:
    """Both periods over the same strata.

    A stratum with fewer than 20 answers in a period in which it was asked joins the `other` of its cohort, and a cohort
    whose `other` is still too small joins that of its population. The first two dimensions are population and cohort;
    `kept` are the numbers of leading dimensions that small strata keep, one after the other; `weights` are the factors
    of both periods, where they are known already.
    """
    keys = [dimensions(row) for row in (*period1, *period2)]
    periods = [0] * len(period1) + [1] * len(period2)
    rows = [*period1, *period2]
    width = len(keys[0])
    for start in kept:
        small = _small(keys, periods, rows)
        keys = [key[:start] + (OTHER,) * (width - start) if key in small else key for key in keys]
    strata = sorted(set(keys))
    split = len(period1)
    weights1, weights2 = weights or (factors(period1), factors(period2))
    return _table(period1, keys[:split], strata, weights1), _table(period2, keys[split:], strata, weights2)


def _small(keys: Sequence[Stratum], periods: Sequence[int], rows: Sequence[Answers]) -> set[Stratum]:
    asked: dict[tuple[Stratum, int], int] = defaultdict(int)
    answered: dict[tuple[Stratum, int], int] = defaultdict(int)
    for key, period, row in zip(keys, periods, rows, strict=True):
        asked[key, period] += row.surveyed
        answered[key, period] += row.responded
    return {key for (key, period), n in asked.items() if n and answered[key, period] < POOLED_BELOW}


def _table(rows: Sequence[Answers], keys: Sequence[Stratum], strata: list[Stratum], weights: Sequence[float]) -> Table:
    clustered = all(row.cluster is not None for row in rows)
    names = sorted({(row.population, row.cluster or "") for row in rows})
    at = {name: number for number, name in enumerate(names)}
    column = {stratum: number for number, stratum in enumerate(strata)}
    events, sizes = np.zeros((2, len(names), len(strata)))
    surveyed, answers, squares = np.zeros((3, len(strata)))
    for row, key, factor in zip(rows, keys, weights, strict=True):
        s, k = column[key], at[row.population, row.cluster or ""]
        surveyed[s] += row.surveyed
        answers[s] += row.responded
        events[k, s] += factor * row.positives
        sizes[k, s] += factor * row.responded
        squares[s] += factor**2 * row.responded
    _fill_silent(strata, surveyed, events, sizes, squares)
    return Table(strata, surveyed, answers, events, sizes, squares, clustered)


def _fill_silent(strata: list[Stratum], surveyed: Vector, events: Matrix, sizes: Matrix, squares: Vector) -> None:
    """A stratum asked without any answer takes the level of its population, the only one that is known of it."""
    silent = (surveyed > 0) & (sizes.sum(axis=0) == 0)
    populations = np.array([stratum[0] for stratum in strata])
    for s in np.flatnonzero(silent):
        others = (populations == populations[s]) & ~silent
        events[:, s], sizes[:, s] = events[:, others].sum(axis=1), sizes[:, others].sum(axis=1)
        squares[s] = squares[others].sum()
