"""Safety capacity grows with the root of the load."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, sqrt

from scipy.stats import norm


def sqrt_staffing(load: float, beta: float) -> int:
    """ceil(a + beta sqrt(a)) agents.

    Args:
        load: erlang, 0 or more; beta: quality of service, negative where efficiency rules.

    Raises:
        ValueError: a negative load.

    Source: Halfin and Whitt (1981).
    """
    if load < 0:
        raise ValueError("load must be at least 0")
    return max(ceil(load + beta * sqrt(load) - 1e-9), 0)


def halfin_whitt(beta: float) -> float:
    """Probability of waiting without abandonment when N = a + beta sqrt(a), in the limit; 1 unless beta is above 0.

    Source: Halfin and Whitt (1981): 1 / (1 + beta Phi(beta) / phi(beta)).
    """
    return float(1 / (1 + beta * exp(norm.logcdf(beta) - norm.logpdf(beta)))) if beta > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Garnett:
    """Probability of waiting, and abandonment times the root of the load."""

    prob_wait: float
    abandon_times_sqrt_load: float


def garnett(beta: float, theta_over_mu: float) -> Garnett:
    """The same limit with abandonment.

    Args:
        beta: as `sqrt_staffing`; theta_over_mu: mean handle time over mean patience, above 0.

    Raises:
        ValueError: a ratio that is not above 0.

    Source: Garnett, Mandelbaum and Reiman (2002), with h = phi / (1 - Phi).
    """
    if theta_over_mu <= 0:
        raise ValueError("theta_over_mu must be above 0")
    r = sqrt(theta_over_mu)
    waiting = r * _hazard(beta / r)
    prob_wait = 1 / (1 + waiting / _hazard(-beta))
    return Garnett(prob_wait, prob_wait * (waiting - beta))


def _hazard(x: float) -> float:
    return float(exp(norm.logpdf(x) - norm.logsf(x)))
