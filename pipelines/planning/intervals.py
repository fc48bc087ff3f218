"""Load and counts of short intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

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
    lag = np.arange(counts.size, dtype=np.float64)
    gone = -np.expm1(-1 / r)
    kernel = r**2 * gone**2 * np.exp(-np.maximum(lag - 1, 0) / r)
    kernel[0] = r - r**2 * gone
    return np.convolve(counts, kernel)[: counts.size]


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
