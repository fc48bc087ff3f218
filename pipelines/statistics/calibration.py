"""Are the graders fair to both populations: agreement, and each grader's bias against the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.statistics.arrays import Matrix, Vector
from pipelines.statistics.reliability import USABLE, Alpha, krippendorff_alpha

MAX_BIAS_GAP = 0.03


@dataclass(frozen=True, slots=True)
class Mark:
    """One grader's blind score of one interaction on one item, in [0, 1]; `population` is who handled it."""

    interaction: str
    population: str
    grader: str
    score: float
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class Grader:
    """One grader against the mean of the other people on the same interactions.

    Attributes:
        n: interactions that another person graded too; bias: mean difference, above 0 for a mild grader.
        error: standard error of the bias; null below two interactions.
        n_human, n_ai, bias_human, bias_ai: on interactions of either population; bias_gap: AI less people, with its
            standard error. Null where there is none.
        alpha: agreement with the others' median, ordinal.
        is_admitted: for an automatic grader, whether its scores may enter comparisons; null for people.
    """

    grader: str
    n: int
    bias: float | None
    error: float | None
    n_human: int
    n_ai: int
    bias_human: float | None
    bias_ai: float | None
    bias_gap: float | None
    gap_error: float | None
    alpha: float | None
    is_admitted: bool | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """One item of one round: agreement of the people (unknown where no two marked the same), and every grader."""

    alpha: Alpha
    graders: list[Grader]


def calibrate(marks: Sequence[Mark]) -> Calibration:
    """Judge one round of one item; an automatic grader is a rater like any other, and not part of the consensus.

    Args:
        marks: at most one per grader and interaction.

    An automatic grader is admitted with an alpha of at least 0.667 against the people's consensus **and** a bias gap
    between the populations of at most 0.03: agreement alone does not show that it favours one side.

    Raises:
        ValueError: fewer than two people, a score outside [0, 1], two marks of one grader on one interaction, or an
            unknown population.
    """
    table, graders, automatic, populations = _table(marks)
    people = table[~automatic]
    if people.shape[0] < 2:
        raise ValueError("a consensus needs two people")
    is_shared = bool(((~np.isnan(people)).sum(axis=0) >= 2).any())
    alpha = krippendorff_alpha(_rows(people)) if is_shared else Alpha(None, 0)
    return Calibration(alpha, [_grader(table, row, graders, automatic, populations) for row in range(len(graders))])


def _grader(table: Matrix, row: int, graders: list[str], automatic: np.ndarray, populations: np.ndarray) -> Grader:
    others = ~automatic & (np.arange(len(graders)) != row)
    marked = ~np.isnan(table[row]) & (~np.isnan(table[others])).any(axis=0)
    own, rest = table[row][marked], table[others][:, marked]
    gap = own - np.nanmean(rest, axis=0) if marked.any() else np.empty(0)
    kinds = populations[marked]
    on_human, on_ai = gap[kinds == "human"], gap[kinds == "ai"]
    human, ai = _mean(on_human), _mean(on_ai)
    bias_gap = ai - human if ai is not None and human is not None else None
    alpha = krippendorff_alpha(_rows(np.stack([own, np.nanmedian(rest, axis=0)]))).alpha if marked.any() else None
    admitted = None
    if automatic[row]:
        admitted = bias_gap is not None and alpha is not None and alpha >= USABLE and abs(bias_gap) <= MAX_BIAS_GAP
    errors = [_error(on_human), _error(on_ai)]
    gap_error = None if None in errors else sum((error or 0.0) ** 2 for error in errors) ** 0.5
    return Grader(
        grader=graders[row],
        n=int(marked.sum()),
        bias=_mean(gap),
        error=_error(gap),
        n_human=on_human.size,
        n_ai=on_ai.size,
        bias_human=human,
        bias_ai=ai,
        bias_gap=bias_gap,
        gap_error=gap_error,
        alpha=alpha,
        is_admitted=admitted,
    )


def _mean(values: Vector) -> float | None:
    return float(values.mean()) if values.size else None


def _error(values: Vector) -> float | None:
    return float(values.std(ddof=1) / values.size**0.5) if values.size > 1 else None


def _rows(table: Matrix) -> list[list[float | None]]:
    return [[None if np.isnan(mark) else float(mark) for mark in row] for row in table]


def _table(marks: Sequence[Mark]) -> tuple[Matrix, list[str], np.ndarray, np.ndarray]:
    """Scores by grader and interaction, not a number where unmarked, with names, kinds and populations."""
    population: dict[str, str] = {}
    kinds: dict[str, bool] = {}
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for mark in marks:
        if not 0 <= mark.score <= 1 or mark.population not in ("human", "ai"):
            raise ValueError(f"{mark.interaction}: a score lies in [0, 1], and the population is human or ai")
        if mark.interaction in scores[mark.grader]:
            raise ValueError(f"{mark.grader} marked {mark.interaction} twice")
        if population.setdefault(mark.interaction, mark.population) != mark.population:
            raise ValueError(f"{mark.interaction} cannot belong to both populations")
        scores[mark.grader][mark.interaction] = mark.score
        kinds[mark.grader] = mark.is_automatic
    graders, interactions = sorted(scores), sorted(population)
    table = np.array([[scores[g].get(i, np.nan) for i in interactions] for g in graders]).reshape(len(graders), -1)
    return (
        table,
        graders,
        np.array([kinds[g] for g in graders], dtype=bool),
        np.array([population[i] for i in interactions]),
    )
