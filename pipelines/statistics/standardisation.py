"""Rates as if two populations had seen the same work (direct, indirect, Mantel-Haenszel)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import counted, share, vector


@dataclass(frozen=True, slots=True)
class StandardRate:
    """A rate on the weights of another mix; `se` and `crude` are null where the stratum sizes are unknown."""

    rate: float
    se: float | None
    crude: float | None


def direct_standard(rates: ArrayLike, weights: ArrayLike, sizes: ArrayLike | None = None) -> StandardRate:
    """The rate that a population would have on the mix that the weights describe.

    Args:
        rates: shape (k,), the population's level in each stratum; a fraction where `sizes` are given.
        weights: shape (k,), any unit: what counts is their share of the sum.
        sizes: shape (k,), cases behind each rate; without them there is no error and no crude rate.

    Raises:
        ValueError: empty, lengths that differ, a weight below 0, all weights 0, or a weighted stratum without cases.

    Source: direct standardisation; variance sum of w^2 p (1 - p) / n with w adding to one.
    """
    level = vector(rates, "rates")
    weight = vector(weights, "weights", like=level, low=0)
    if weight.sum() == 0:
        raise ValueError("weights add up to 0: there is no mix to standardise to")
    part = weight / weight.sum()
    rate = float(part @ level)
    if sizes is None:
        return StandardRate(rate, None, None)
    n = vector(sizes, "sizes", like=level, low=0)
    vector(level, "rates", low=0, high=1)
    used = part > 0
    if (n[used] == 0).any():
        raise ValueError("a stratum with weight has no cases: drop it and say so, or choose another mix")
    variance = float(np.sum(part[used] ** 2 * level[used] * (1 - level[used]) / n[used]))
    return StandardRate(rate, variance**0.5, float(level @ n / n.sum()))


@dataclass(frozen=True, slots=True)
class IndirectRatio:
    """Observed over expected. Two such ratios must not be compared with each other when their mixes differ."""

    expected: float
    ratio: float
    low: float
    high: float
    adjusted_rate: float


def indirect_standard(
    observed: float, sizes: ArrayLike, standard_rates: ArrayLike, standard_crude: float, confidence: float = 0.95
) -> IndirectRatio:
    """How many events a unit had over how many the standard's rates would give on its own mix.

    Args:
        observed: events seen, all strata together.
        sizes, standard_rates: shape (k,), the unit's cases and the standard's rate in each stratum.
        standard_crude: overall rate of the standard; the ratio times this is the adjusted rate.
        confidence: of the interval of the ratio (Byar's approximation of Poisson limits).

    Raises:
        ValueError: nothing expected, a negative count, or lengths that differ.

    Source: indirect standardisation; Breslow and Day (1987) for Byar's limits.
    """
    n = vector(sizes, "sizes", low=0)
    expected = float(n @ vector(standard_rates, "standard_rates", like=n, low=0))
    if observed < 0 or expected <= 0:
        raise ValueError("observed must not be negative and something must be expected")
    z = NormalDist().inv_cdf(0.5 + share(confidence, "confidence", open_ends=True) / 2)
    above = observed + 1
    low = observed * (1 - 1 / (9 * observed) - z / (3 * observed**0.5)) ** 3 if observed else 0.0
    high = above * (1 - 1 / (9 * above) + z / (3 * above**0.5)) ** 3
    ratio = observed / expected
    return IndirectRatio(expected, ratio, low / expected, high / expected, ratio * standard_crude)


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """Common effect over strata; a ratio is null where its denominator is 0."""

    odds_ratio: float | None
    risk_difference: float
    risk_ratio: float | None


def mantel_haenszel(events1: ArrayLike, sizes1: ArrayLike, events0: ArrayLike, sizes0: ArrayLike) -> MantelHaenszel:
    """Effect of group 1 against group 0 common to k two-by-two tables.

    Args:
        events1, sizes1, events0, sizes0: shape (k,), events and cases of both groups by stratum. A stratum that one
            group does not fill carries no weight.

    Raises:
        ValueError: more events than cases, lengths that differ, or no stratum filled on both sides.

    Source: Mantel and Haenszel (1959).
    """
    n1, n0 = vector(sizes1, "sizes1", low=0), vector(sizes0, "sizes0", low=0)
    a, c = vector(events1, "events1", like=n1, low=0), vector(events0, "events0", like=n1, low=0)
    vector(n0, "sizes0", like=n1)
    counted(a, n1, "events1 of sizes1")
    counted(c, n0, "events0 of sizes0")
    filled = (n1 > 0) & (n0 > 0)
    if not filled.any():
        raise ValueError("no stratum is filled on both sides")
    a, c, n1, n0 = a[filled], c[filled], n1[filled], n0[filled]
    b, d, total = n1 - a, n0 - c, n1 + n0
    odds, cases = float(np.sum(b * c / total)), float(np.sum(c * n1 / total))
    return MantelHaenszel(
        odds_ratio=float(np.sum(a * d / total)) / odds if odds else None,
        risk_difference=float(np.sum((a * n0 - c * n1) / total) / np.sum(n1 * n0 / total)),
        risk_ratio=float(np.sum(a * n0 / total)) / cases if cases else None,
    )
