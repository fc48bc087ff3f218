"""What we believe about one edge of the methodology graph after seeing our own data."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

SUPPORTED, CONTRADICTED, MIN_DATA_WEIGHT = 0.95, 0.05, 0.3


@dataclass(frozen=True, slots=True)
class Posterior:
    """Normal posterior; `weight_data` is the share of its precision that the data brought."""

    mean: float
    sd: float
    weight_data: float


def normal_normal(prior_mean: float, prior_sd: float, estimate: float, se: float) -> Posterior:
    """Precision-weighted mean of a prior and an estimate.

    Args:
        prior_mean, prior_sd, estimate, se: in one unit; both spreads above 0.

    Raises:
        ValueError: a spread that is not above 0.

    Source: Bolstad, Introduction to Bayesian Statistics, chapter 11.
    """
    if prior_sd <= 0 or se <= 0:
        raise ValueError("both spreads are above 0")
    prior, data = 1 / prior_sd**2, 1 / se**2
    total = prior + data
    return Posterior((prior * prior_mean + data * estimate) / total, total**-0.5, data / total)


def edge_status(posterior: Posterior, sign: int) -> str:
    """`supported`, `contradicted`, `prior only` or `unclear` for an edge whose stated sign is +1 or -1.

    Raises:
        ValueError: another sign: an edge without a stated direction has nothing to support.
    """
    if sign not in (1, -1):
        raise ValueError("the stated sign is +1 or -1")
    as_stated = NormalDist().cdf(sign * posterior.mean / posterior.sd)
    if as_stated >= SUPPORTED and posterior.weight_data >= MIN_DATA_WEIGHT:
        return "supported"
    if as_stated <= CONTRADICTED:
        return "contradicted"
    return "prior only" if posterior.weight_data < MIN_DATA_WEIGHT else "unclear"
