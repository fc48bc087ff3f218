"""Intervals when the contacts of one agent, or of one AI version in one week, resemble each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from pipelines.statistics.arrays import counted, share, vector

FEW_CLUSTERS = 10
DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class ClusterRatio:
    """A rate with clustered and with binomial error; the design effect is null where the rate is 0 or 1."""

    rate: float
    se_cluster: float
    se_binomial: float
    design_effect: float | None
    t_low: float
    t_high: float


def cluster_ratio(events: ArrayLike, sizes: ArrayLike, confidence: float = 0.95) -> ClusterRatio:
    """Rate over k clusters with the linearised ratio estimator and a t interval of k - 1 degrees.

    Args:
        events, sizes: shape (k,), events and cases of each cluster.
        confidence: of the interval.

    Raises:
        ValueError: fewer than two clusters with cases, or more events than cases.

    Source: Cochran, Sampling Techniques: variance k/(k-1) sum (y - p m)^2 / (sum m)^2.
    """
    m = vector(sizes, "sizes", low=0)
    y = vector(events, "events", like=m, low=0)
    counted(y, m, "events of sizes")
    y, m = y[m > 0], m[m > 0]
    k = m.size
    if k < 2:
        raise ValueError("an error over clusters needs at least two of them with cases")
    n, p = m.sum(), float(y.sum() / m.sum())
    se = float(np.sqrt(k / (k - 1) * np.sum((y - p * m) ** 2)) / n)
    binomial = float(np.sqrt(p * (1 - p) / n))
    half = float(student.ppf(0.5 + share(confidence, "confidence", open_ends=True) / 2, k - 1)) * se
    return ClusterRatio(p, se, binomial, (se / binomial) ** 2 if binomial else None, p - half, p + half)


@dataclass(frozen=True, slots=True)
class RatioOfSums:
    """Sum over sum, with its t interval; the interval is null with fewer than two clusters."""

    ratio: float
    low: float | None
    high: float | None


def ratio_of_sums(amounts: ArrayLike, sizes: ArrayLike, confidence: float = 0.95) -> RatioOfSums:
    """As `cluster_ratio` for amounts that may exceed their sizes, such as seconds taken over seconds expected.

    Raises:
        ValueError: a negative value, or no cluster with a size above 0.
    """
    m = vector(sizes, "sizes", low=0)
    y = vector(amounts, "amounts", like=m, low=0)
    y, m = y[m > 0], m[m > 0]
    k = m.size
    if not k:
        raise ValueError("a ratio needs a cluster with a size above 0")
    ratio = float(y.sum() / m.sum())
    if k < 2:
        return RatioOfSums(ratio, None, None)
    se = float(np.sqrt(k / (k - 1) * np.sum((y - ratio * m) ** 2)) / m.sum())
    half = float(student.ppf(0.5 + share(confidence, "confidence", open_ends=True) / 2, k - 1)) * se
    return RatioOfSums(ratio, ratio - half, ratio + half)


def design_effect(mean_cluster_size: float, icc: float) -> float:
    """How many times larger the variance is than that of as many independent contacts: 1 + (m - 1) rho (Kish 1965).

    Raises:
        ValueError: a mean size below 1, or a correlation outside [-1, 1].
    """
    if mean_cluster_size < 1 or not -1 <= icc <= 1:
        raise ValueError("the mean cluster size is at least 1 and the correlation between -1 and 1")
    return 1 + (mean_cluster_size - 1) * icc


def cluster_bootstrap(
    events: ArrayLike, sizes: ArrayLike, draws: int = DRAWS, seed: int = 0, confidence: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of a rate from resampling whole clusters, for fewer than ten of them.

    For the AI, which is one agent, the clusters are blocks of seven days.

    Args:
        events, sizes: shape (k,), by cluster.
        draws: resamples; the seed is fixed so that the figure can be rebuilt.

    Raises:
        ValueError: fewer than two clusters with cases, or more events than cases.

    Source: Efron and Tibshirani (1993), percentile interval.
    """
    m = vector(sizes, "sizes", low=0)
    y = vector(events, "events", like=m, low=0)
    counted(y, m, "events of sizes")
    y, m = y[m > 0], m[m > 0]
    if m.size < 2:
        raise ValueError("resampling needs at least two clusters with cases")
    picked = resampled(m.size, draws, seed)
    rates = (picked @ y) / (picked @ m)
    tail = (1 - share(confidence, "confidence", open_ends=True)) / 2
    low, high = np.quantile(rates, [tail, 1 - tail])
    return float(low), float(high)


def resampled(k: int, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """How often each of k clusters is in each resample, shape (draws, k); each row adds up to k."""
    return np.random.default_rng(seed).multinomial(k, np.full(k, 1 / k), size=draws).astype(np.float64)
