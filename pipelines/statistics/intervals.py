"""Score intervals of a rate and of a difference of rates, on arrays; the marts use the same formulas as macros."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Vector, share

Bounds = tuple[Vector, Vector]


def z_of(confidence: float) -> float:
    """The two-sided normal quantile of a confidence level.

    Raises:
        ValueError: confidence outside (0, 1).
    """
    return NormalDist().inv_cdf(0.5 + share(confidence, "confidence", open_ends=True) / 2)


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Low and high bound of x / n, any shape; clipped to 0 and 1 where x is 0 or n.

    Raises:
        ValueError: n below 1, or x outside [0, n].

    Source: Wilson (1927); Newcombe (1998), method 3.
    """
    x, size = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(n, dtype=float))
    if (size < 1).any() or (x < 0).any() or (x > size).any():
        raise ValueError("successes must lie between 0 and n, and n be at least 1")
    z2 = z_of(confidence) ** 2
    p = x / size
    centre = (p + z2 / (2 * size)) / (1 + z2 / size)
    half = np.sqrt(z2) * np.sqrt(p * (1 - p) / size + z2 / (4 * size**2)) / (1 + z2 / size)
    return np.where(x == 0, 0.0, centre - half), np.where(x == size, 1.0, centre + half)


def newcombe_diff(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Low and high bound of x1/n1 - x2/n2, any shape.

    Raises:
        ValueError: as `wilson`.

    Source: Newcombe (1998), hybrid score method without continuity correction.
    """
    low1, high1 = wilson(x1, n1, confidence)
    low2, high2 = wilson(x2, n2, confidence)
    p1, p2 = np.asarray(x1, dtype=float) / np.asarray(n1), np.asarray(x2, dtype=float) / np.asarray(n2)
    low = p1 - p2 - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    return low, p1 - p2 + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
