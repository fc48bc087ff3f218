"""Churn prevented and what it is worth: the second rung of the ladder of evidence, stratified comparison.

Rungs: (1) saved-call tag, (2) stratified comparison with customers of equal tenure, value, intent and prior contacts,
(3) quasi-random assignment as an instrument, (4) randomised hold-out. The first two are hypotheses, not effects. Only
the prudent value, from the lower bound of the difference, may stand on a summary page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # 97.5 % point of the normal distribution
LONGEST_HORIZON_MONTHS = 6  # without later evidence


@dataclass(frozen=True)
class Stratum:
    """Customers alike in tenure, value, intent and prior contacts: counts, and how many of each left."""

    n_exposed: int
    churn_exposed: int
    n_control: int
    churn_control: int


@dataclass(frozen=True)
class RetainedValue:
    """Differences are shares of customers (control minus exposed); values are money of the margin's currency."""

    naive_difference: float
    adjusted_difference: float
    se: float
    low: float
    customers_point: float
    point_value: float
    prudent_value: float


def retained_value(
    strata: Sequence[Stratum], margin_per_month: float, horizon_months: float = LONGEST_HORIZON_MONTHS
) -> RetainedValue | None:
    """Value of the customers who stayed, standardised to the exposed mix.

    d = sum of w (churn of control - churn of exposed) with w the stratum's share of the exposed;
    se = root of the sum of w^2 (p1 (1 - p1) / n1 + p0 (1 - p0) / n0);
    value = d x exposed x margin x months, prudent with max(0, d - 1.96 se) in place of d.

    Args:
        strata: strata with exposed and control customers; one without exposed customers has no weight.
        margin_per_month: contribution margin of a customer and month.
        horizon_months: months counted, at most `LONGEST_HORIZON_MONTHS` without later evidence.

    Returns:
        None when nobody was exposed, or a stratum with exposed customers has no control: nothing can be said then.

    Raises:
        ValueError: a count is negative or larger than its group, or the horizon is out of range.
    """
    for stratum in strata:
        if not (0 <= stratum.churn_exposed <= stratum.n_exposed and 0 <= stratum.churn_control <= stratum.n_control):
            raise ValueError(f"more customers left than there were: {stratum}")
    if not 0 < horizon_months <= LONGEST_HORIZON_MONTHS:
        raise ValueError(f"the horizon is {horizon_months} months; it must lie within {LONGEST_HORIZON_MONTHS}")
    used = [stratum for stratum in strata if stratum.n_exposed]
    if not used or any(stratum.n_control == 0 for stratum in used):
        return None
    exposed, control = sum(s.n_exposed for s in used), sum(s.n_control for s in used)
    naive = sum(s.churn_control for s in used) / control - sum(s.churn_exposed for s in used) / exposed
    difference = variance = 0.0
    for stratum in used:
        weight = stratum.n_exposed / exposed
        p1, p0 = stratum.churn_exposed / stratum.n_exposed, stratum.churn_control / stratum.n_control
        difference += weight * (p0 - p1)
        variance += weight**2 * (p1 * (1 - p1) / stratum.n_exposed + p0 * (1 - p0) / stratum.n_control)
    se = sqrt(variance)
    factor = exposed * margin_per_month * horizon_months
    return RetainedValue(
        naive_difference=naive,
        adjusted_difference=difference,
        se=se,
        low=difference - Z * se,
        customers_point=difference * exposed,
        point_value=difference * factor,
        prudent_value=max(0.0, difference - Z * se) * factor,
    )
