"""Does a score go with an outcome, among contacts of the same kind?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from pipelines.statistics.arrays import Vector, share, vector

MIN_CLUSTERS = 4


@dataclass(frozen=True, slots=True)
class Association:
    """Slope of an outcome on a score within strata, and their correlation there.

    Attributes:
        n, clusters: contacts in strata with at least two, and the groups that they belong to.
        correlation: within strata, -1 to 1; slope: change of the outcome from score 0 to score 1.
        low, high, p: of the slope, over clusters. All null where the score or the outcome never differs within a
            stratum, or with fewer than four clusters.
    """

    n: int
    clusters: int
    correlation: float | None = None
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


def within_strata(
    scores: ArrayLike, outcomes: ArrayLike, strata: list[str], clusters: list[str], confidence: float = 0.95
) -> Association:
    """Association of score and outcome after both have lost the mean of their stratum.

    Args:
        scores, outcomes: shape (n,), fractions.
        strata, clusters: n names: kinds of work, and who did it.

    Raises:
        ValueError: lengths that differ, or a value outside [0, 1].

    Source: fixed-effects regression with the cluster-robust variance of Liang and Zeger (1986), small-sample factor
        k / (k - 1) (n - 1) / (n - strata - 1), t with k - 1 degrees.
    """
    if not len(strata) or len(strata) != len(clusters):
        raise ValueError("each contact needs a stratum and a cluster")
    x = vector(scores, "scores", low=0, high=1)
    y = vector(outcomes, "outcomes", like=x, low=0, high=1)
    kind = np.unique(strata, return_inverse=True)[1]
    who = np.unique(clusters, return_inverse=True)[1]
    if kind.size != x.size:
        raise ValueError("each contact needs a stratum and a cluster")
    used = np.bincount(kind)[kind] > 1
    n, k, kinds = int(used.sum()), int(np.unique(who[used]).size), int(np.unique(kind[used]).size)
    dx, dy = _centred(x, kind)[used], _centred(y, kind)[used]
    sxx, syy = float(dx @ dx), float(dy @ dy)
    if min(sxx, syy) < 1e-12 or k < MIN_CLUSTERS or n - kinds < 2:
        return Association(n, k)
    slope = float(dx @ dy) / sxx
    pull = np.bincount(who[used], weights=dx * (dy - slope * dx))
    factor = k / (k - 1) * (n - 1) / (n - kinds - 1)
    error = (factor * float(pull @ pull)) ** 0.5 / sxx
    half = float(student.ppf(0.5 + share(confidence, "confidence", open_ends=True) / 2, k - 1)) * error
    p = 2 * float(student.sf(abs(slope) / error, k - 1)) if error else float(slope == 0)
    return Association(n, k, float(dx @ dy) / (sxx * syy) ** 0.5, slope, slope - half, slope + half, p)


def _centred(values: Vector, kind: np.ndarray) -> Vector:
    return np.asarray(values - (np.bincount(kind, weights=values) / np.bincount(kind))[kind])
