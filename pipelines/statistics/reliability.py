"""Do many graders agree: Fleiss' kappa and Krippendorff's alpha, with missing marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Matrix, Vector, share
from pipelines.statistics.clusters import DRAWS, resampled

LEVELS = ("nominal", "ordinal", "interval", "ratio")
USABLE, RELIABLE = 0.667, 0.80
Ratings = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Fleiss:
    """Mean agreement, what chance would give, and kappa; kappa is null when all marks are one class."""

    kappa: float | None
    p_bar: float
    pe_bar: float


def fleiss(counts: ArrayLike) -> Fleiss:
    """Fleiss' kappa.

    Args:
        counts: shape (subjects, classes), how many graders chose each class; the same number for each subject.

    Raises:
        ValueError: no such table, numbers of graders that differ, or fewer than two graders.

    Source: Fleiss (1971).
    """
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or table.size == 0 or (table < 0).any():
        raise ValueError("counts must be a table of subjects by classes")
    raters = table.sum(axis=1)
    if raters[0] < 2 or (raters != raters[0]).any():
        raise ValueError("each subject needs the same number of graders, at least two")
    p_bar = float(np.mean((np.sum(table**2, axis=1) - raters) / (raters * (raters - 1))))
    pe_bar = float(np.sum((table.sum(axis=0) / table.sum()) ** 2))
    return Fleiss((p_bar - pe_bar) / (1 - pe_bar) if 1 - pe_bar > 1e-12 else None, p_bar, pe_bar)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha and the marks that could be paired; null when all marks are one value."""

    alpha: float | None
    pairable: int

    @property
    def band(self) -> str:
        """Krippendorff's working bands: `not usable`, `tentative`, `reliable`."""
        value = self.alpha if self.alpha is not None else -1.0
        return "not usable" if value < USABLE else "tentative" if value <= RELIABLE else "reliable"


def krippendorff_alpha(ratings: Ratings, level: str = "ordinal") -> Alpha:
    """Agreement of any number of graders, each of whom may have skipped any unit.

    Args:
        ratings: one list per grader, one mark or null per unit.
        level: `nominal`, `ordinal`, `interval` or `ratio`.

    Raises:
        ValueError: ragged or empty ratings, an unknown level, or no unit marked twice.

    Source: Krippendorff (2011): 1 - observed / expected disagreement from the coincidence matrix.
    """
    values, counts = _counts(ratings, level)
    alpha = _alpha(_coincidences(counts, np.ones(len(counts))), values, level)
    return Alpha(None if np.isnan(alpha) else alpha, round(float(counts.sum())))


def alpha_interval(
    ratings: Ratings, level: str = "ordinal", draws: int = DRAWS, seed: int = 0, confidence: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of alpha from resampling units; draws without any disagreement to expect are left out.

    Raises:
        ValueError: as `krippendorff_alpha`, or when no draw has two values.
    """
    values, counts = _counts(ratings, level)
    alphas = alphas_of(values, counts, resampled(len(counts), draws, seed), level)
    if np.isnan(alphas).all():
        raise ValueError("all marks are one value: there is no disagreement to expect")
    tail = (1 - share(confidence, "confidence", open_ends=True)) / 2
    low, high = np.nanquantile(alphas, [tail, 1 - tail])
    return float(low), float(high)


def alphas_of(values: Vector, counts: Matrix, times: Matrix, level: str) -> Vector:
    """Alpha of each resample; not a number where nothing could disagree.

    Args:
        values: shape (v,); counts: shape (units, v), how often each value was given to each unit.
        times: shape (draws, units), how often each unit is in each resample.
        level: as `krippendorff_alpha`.

    Ordinal and interval distances are squares of a difference of positions, so that a unit's disagreement follows from
    two sums over its marks, and no table of pairs of values is needed: a scale may then be as fine as it likes.
    """
    if level in ("nominal", "ratio"):
        return np.array([_alpha(_coincidences(counts, drawn), values, level) for drawn in times])
    return np.concatenate([_alphas_by_position(values, counts, part, level) for part in np.array_split(times, 20)])


def _alphas_by_position(values: Vector, counts: Matrix, times: Matrix, level: str) -> Vector:
    n_c = times @ counts
    place = np.cumsum(n_c, axis=1) - n_c / 2 if level == "ordinal" else np.broadcast_to(values, n_c.shape)
    marks = counts.sum(axis=1)
    disagreement = 2 * (marks * (place**2 @ counts.T) - (place @ counts.T) ** 2) / (marks - 1)
    observed = np.sum(times * disagreement, axis=1)
    total = n_c.sum(axis=1)
    expected = 2 * (total * np.sum(n_c * place**2, axis=1) - np.sum(n_c * place, axis=1) ** 2)
    is_told = expected > 1e-9 * total**2
    return np.where(is_told, 1 - (total - 1) * observed / np.where(is_told, expected, 1.0), np.nan)


def _counts(ratings: Ratings, level: str) -> tuple[Vector, Matrix]:
    """Values, and how often each was given to each unit that was marked twice, shape (units, values)."""
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: {', '.join(LEVELS)}")
    if not ratings or len({len(row) for row in ratings}) != 1:
        raise ValueError("each grader needs one mark or null per unit")
    marks = np.array(ratings, dtype=np.float64)
    values = np.unique(marks[~np.isnan(marks)])
    counts = (marks[:, :, None] == values).sum(axis=0).astype(np.float64)
    counts = counts[counts.sum(axis=1) >= 2]
    if not counts.size:
        raise ValueError("no unit was marked twice")
    used = counts.sum(axis=0) > 0
    return values[used], counts[:, used]


def _coincidences(counts: Matrix, times: Vector) -> Matrix:
    """Shape (values, values): each ordered pair of a unit with m marks counts 1 / (m - 1), as often as it was drawn."""
    weight = times / (counts.sum(axis=1) - 1)
    pairs: Matrix = (counts * weight[:, None]).T @ counts - np.diag(weight @ counts)
    return pairs


def _alpha(coincidences: Matrix, values: Vector, level: str) -> float:
    """Alpha of a (values, values) matrix; not a number where nothing could disagree."""
    n_c = coincidences.sum(axis=1)
    delta = _delta(values, n_c, level)
    expected = float(n_c @ delta @ n_c)
    observed = float(np.sum(coincidences * delta))
    return 1 - (float(n_c.sum()) - 1) * observed / expected if expected > 0 else float("nan")


def _delta(values: Vector, n_c: Vector, level: str) -> Matrix:
    """Squared distance of each pair of values; ordinal distance counts the marks that lie between."""
    left, right = values[:, None], values[None, :]
    if level == "nominal":
        return (left != right).astype(np.float64)
    if level == "interval":
        return (left - right) ** 2
    if level == "ratio":
        return ((left - right) / np.where(left + right == 0, 1.0, left + right)) ** 2
    # From a to b, both included, less half of both ends: the difference of cumulative counts at mid-rank.
    middle = np.cumsum(n_c) - n_c / 2
    return (middle[:, None] - middle[None, :]) ** 2
