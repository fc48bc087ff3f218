"""A rate on given weights with an error over clusters, behind a fair comparison and an explained change."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.stats import t as student

from pipelines.statistics.arrays import Matrix, Vector, share
from pipelines.statistics.clusters import DRAWS, FEW_CLUSTERS, resampled


@dataclass(frozen=True, slots=True)
class StratifiedRate:
    """A weighted rate, its variance, and the clusters behind it; null where contacts are taken as independent."""

    rate: float
    variance: float
    clusters: int | None

    @property
    def degrees(self) -> float:
        return inf if self.clusters is None else self.clusters - 1


def stratified_rate(
    events: Matrix,
    sizes: Matrix,
    weights: Vector,
    effective: Vector | None = None,
    clustered: bool = True,
    spread: Vector | None = None,
) -> StratifiedRate:
    """sum of w_s y_s / m_s, linearised over clusters.

    Args:
        events, sizes: shape (k, s), weighted events and cases of k clusters in s strata; each stratum has cases.
        weights: shape (s,), adding to one.
        effective: shape (s,), independent contacts that a stratum is worth; its cases unless they were weighted.
        clustered: false when the rows are no clusters, so that contacts count as independent.
        spread: shape (s,), variance of one contact in each stratum, where `events` adds up a measurement.

    The variance is never taken below that of independent contacts, with one success and one failure added per stratum:
    cells without a failure are not certain, and clusters that happen to agree prove nothing.

    Raises:
        ValueError: a stratum without cases, or fewer than two clusters.
    """
    m = sizes.sum(axis=0)
    if (m <= 0).any():
        raise ValueError("a stratum has no cases")
    p = events.sum(axis=0) / m
    n = m if effective is None else effective
    smooth = (p * n + 1) / (n + 2)
    floor = float(np.sum(weights**2 * (smooth * (1 - smooth) if spread is None else spread) / n))
    if not clustered:
        return StratifiedRate(float(weights @ p), floor, None)
    seen = sizes.sum(axis=1) > 0
    k = int(seen.sum())
    if k < 2:
        raise ValueError("an error over clusters needs at least two of them with cases")
    pull = ((events - p * sizes) / m)[seen] @ weights
    return StratifiedRate(float(weights @ p), max(k / (k - 1) * float(pull @ pull), floor), k)


@dataclass(frozen=True, slots=True)
class Difference:
    """Second less first rate, with interval and two-sided p-value."""

    value: float
    low: float
    high: float
    p: float
    se: float
    degrees: float


def difference(first: StratifiedRate, second: StratifiedRate, confidence: float = 0.95) -> Difference:
    """Difference of two independent rates, Welch's t with Satterthwaite's degrees; without any spread it is certain.

    Raises:
        ValueError: a confidence outside (0, 1).
    """
    total = first.variance + second.variance
    lost = first.variance**2 / first.degrees + second.variance**2 / second.degrees
    degrees = total**2 / lost if lost else inf
    se, value = total**0.5, second.rate - first.rate
    half = float(student.ppf(0.5 + share(confidence, "confidence", open_ends=True) / 2, degrees)) * se
    p = 2 * float(student.sf(abs(value) / se, degrees)) if se else float(value == 0)
    return Difference(value, value - half, value + half, p, se, degrees)


def bootstrap_difference(
    first: tuple[Matrix, Matrix],
    second: tuple[Matrix, Matrix],
    weights: Vector,
    draws: int = DRAWS,
    seed: int = 0,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Percentile interval of second less first, resampling the clusters of each side.

    Args:
        first, second: (events, sizes), each of shape (clusters, strata).
        weights: shape (strata,). A stratum that a resample leaves empty gives its weight to the others.
    """
    sides = []
    for number, (events, sizes) in enumerate((first, second)):
        seen = sizes.sum(axis=1) > 0
        picked = resampled(int(seen.sum()), draws, seed + number)
        sides.append((picked @ events[seen], picked @ sizes[seen]))
    (y1, m1), (y2, m2) = sides
    filled = (m1 > 0) & (m2 > 0)
    gap = np.where(filled, y2 / np.where(filled, m2, 1.0) - y1 / np.where(filled, m1, 1.0), 0.0)
    kept = filled @ weights
    gaps = (gap @ weights)[kept > 0] / kept[kept > 0]
    tail = (1 - share(confidence, "confidence", open_ends=True)) / 2
    low, high = np.quantile(gaps, [tail, 1 - tail])
    return float(low), float(high)


def is_few(first: StratifiedRate, second: StratifiedRate) -> bool:
    """Whether either side has too few clusters to trust its variance alone."""
    return min(first.clusters or FEW_CLUSTERS, second.clusters or FEW_CLUSTERS) < FEW_CLUSTERS
