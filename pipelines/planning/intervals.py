"""Load and counts of short intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.signal import lfilter

from pipelines.planning.arrays import Floats, nonnegative

OVERDISPERSED = 1.5
PLANNED_QUANTILE = 0.80


def carried_load(arrivals: ArrayLike, interval_s: float, aht_s: float) -> Floats:
    """Mean number in service during each interval, with contacts that began earlier still on the line.

    Arrivals x handle time / length puts all of a contact's work into the interval in which it arrived, which is wrong
    once contacts last longer than half an interval.

    Args:
        arrivals: shape (n,), contacts per interval, nothing before the first.
        interval_s: length of an interval; aht_s: mean handle time, exponential; both seconds, above 0.

    Returns:
        Shape (n,), erlang.

    Raises:
        ValueError: empty, negative, or a length or time that is not above 0.

    Source: infinite-server queue with time-varying arrivals: load = arrivals convolved with the survival of service,
    averaged over the interval of arrival and that of service.
    """
    counts = nonnegative(arrivals, "arrivals")
    if counts.ndim != 1 or not counts.size or interval_s <= 0 or aht_s <= 0:
        raise ValueError("at least one interval is needed, and a length and a time above 0")
    r = aht_s / interval_s
    gone = -np.expm1(-1 / r)
    # Later intervals see an exponential tail: one recursion instead of a convolution, linear in a year of intervals.
    tail = lfilter([0.0, 1.0], [1.0, -np.exp(-1 / r)], counts)
    return np.asarray((r - r**2 * gone) * counts + (r * gone) ** 2 * tail, dtype=np.float64)


def is_overdispersed(counts: ArrayLike) -> bool:
    """Whether counts of the same interval on comparable days vary by more than 1.5 times what Poisson arrivals would;
    then the plan uses the 80th percentile of the forecast.

    Raises:
        ValueError: fewer than two counts, or a negative one.
    """
    seen = nonnegative(counts, "counts")
    if seen.ndim != 1 or seen.size < 2:
        raise ValueError("a variance needs at least two counts")
    return bool(seen.var(ddof=1) > OVERDISPERSED * seen.mean())


def pooled_dispersion(counts: ArrayLike) -> float | None:
    """Variance over mean of counts of the same interval on comparable days, all intervals together; about 1 for Poisson
    arrivals. Above 1.5 the plan uses the 80th percentile of the forecast.

    Args:
        counts: shape (weeks, intervals), not a number where a week is not known.

    Returns:
        Null with fewer than two weeks or nothing that came.

    Raises:
        ValueError: a negative count, or another shape.
    """
    seen = np.asarray(counts, dtype=np.float64)
    if seen.ndim != 2 or (seen < 0).any():
        raise ValueError("counts are weeks by intervals, each at least 0")
    enough = seen[:, (~np.isnan(seen)).sum(axis=0) >= 2]
    if not enough.size or not np.nansum(enough):
        return None
    return float(np.nanvar(enough, axis=0, ddof=1).sum() / np.nanmean(enough, axis=0).sum())
