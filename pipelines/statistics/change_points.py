"""When a series moved: tabular CUSUM, and single breaks searched again in each half."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from pipelines.statistics.arrays import Vector, vector

MIN_SEGMENT = 8
MAX_BREAKS = 3
ACCEPTED_P = 0.01


@dataclass(frozen=True, slots=True)
class Cusum:
    """Upper and lower sums and the first point, counted from one, at which each signals; null when it never does."""

    high: list[float]
    low: list[float]
    first_high: int | None
    first_low: int | None


def cusum(x: ArrayLike, target: float, k: float, h: float) -> Cusum:
    """Tabular CUSUM.

    Args:
        x: shape (n,).
        target: the level when nothing has changed.
        k: half the shift to detect; h: the decision limit, 4 to 5 standard deviations. All in the unit of x.

    Raises:
        ValueError: empty, or a negative k or h.

    Source: NIST/SEMATECH e-Handbook 6.3.2.3.
    """
    values = vector(x, "x")
    if k < 0 or h < 0:
        raise ValueError("k and h are not negative")
    up = down = 0.0
    high, low = [], []
    for value in values.tolist():
        up = max(0.0, up + value - target - k)
        down = max(0.0, down + target - k - value)
        high.append(up)
        low.append(down)
    return Cusum(high, low, _first_above(high, h), _first_above(low, h))


def _first_above(sums: list[float], h: float) -> int | None:
    return next((point for point, value in enumerate(sums, 1) if value > h), None)


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The best single break.

    Attributes:
        last_index_before: last point of the first segment, counted from one.
        sse: two-segment sum of squares.
        pettitt_k, pettitt_index, pettitt_p: rank test of the same question.
    """

    last_index_before: int
    mean_before: float
    mean_after: float
    sse: float
    pettitt_k: float
    pettitt_index: int
    pettitt_p: float

    @property
    def is_accepted(self) -> bool:
        return self.pettitt_p < ACCEPTED_P


def changepoint(x: ArrayLike, min_segment: int = MIN_SEGMENT) -> ChangePoint:
    """The break that leaves the least squares within two segments, and Pettitt's test.

    Args:
        x: shape (n,), n at least twice `min_segment`.
        min_segment: points that each side keeps.

    Raises:
        ValueError: too few points.

    Source: Pettitt (1979), p = 2 exp(-6 K^2 / (n^3 + n^2)), capped at 1.
    """
    values = vector(x, "x")
    n = values.size
    if min_segment < 1 or n < 2 * min_segment:
        raise ValueError(f"{n} points cannot be split into two segments of {min_segment}")
    sizes = np.arange(min_segment, n - min_segment + 1)
    sse = _two_segment_sse(values)[sizes - 1]
    k = int(sizes[np.argmin(sse)])
    ranks = 2 * np.cumsum(rankdata(values)) - np.arange(1, n + 1) * (n + 1)
    pettitt = float(np.abs(ranks).max())
    return ChangePoint(
        last_index_before=k,
        mean_before=float(values[:k].mean()),
        mean_after=float(values[k:].mean()),
        sse=float(sse.min()),
        pettitt_k=pettitt,
        pettitt_index=int(np.argmax(np.abs(ranks))) + 1,
        pettitt_p=min(1.0, 2 * exp(-6 * pettitt**2 / (n**3 + n**2))),
    )


def _two_segment_sse(values: Vector) -> Vector:
    """Sum of squares when the first segment has 1, 2, ..., n points, from centred values."""
    centred = values - values.mean()
    n = values.size
    sizes = np.arange(1, n + 1)
    head = np.cumsum(centred)
    tail_sizes = np.maximum(n - sizes, 1)
    between = head**2 / sizes + (centred.sum() - head) ** 2 / tail_sizes
    return np.sum(centred**2) - between


def changepoints(x: ArrayLike, min_segment: int = MIN_SEGMENT, max_breaks: int = MAX_BREAKS) -> list[int]:
    """Last points before each accepted break, counted from one, ascending; the strongest are kept when too many.

    Raises:
        ValueError: empty.
    """
    values = vector(x, "x")
    found: list[tuple[float, int]] = []
    pending = [(0, values.size)]
    while pending:
        start, end = pending.pop()
        if end - start < 2 * min_segment:
            continue
        break_ = changepoint(values[start:end], min_segment)
        if break_.is_accepted:
            middle = start + break_.last_index_before
            found.append((break_.pettitt_p, middle))
            pending += [(start, middle), (middle, end)]
    return sorted(index for _, index in sorted(found)[:max_breaks])
