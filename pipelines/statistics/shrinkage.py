"""Small cells pulled towards their parent."""

from __future__ import annotations

from pipelines.statistics.arrays import share

PRIOR_STRENGTH = 20.0


def shrink_rate(events: float, n: float, prior_rate: float, prior_strength: float = PRIOR_STRENGTH) -> float:
    """(x + m p0) / (n + m): the rate of a cell with m contacts borrowed from its parent.

    Args:
        events, n: of the cell; with n = 0 the parent's rate is all that is known.
        prior_rate: the parent's rate, a fraction.
        prior_strength: m, in contacts.

    Raises:
        ValueError: events outside [0, n], a rate outside [0, 1], or a strength that is not above 0.
    """
    if not 0 <= events <= n or prior_strength <= 0:
        raise ValueError("events must lie between 0 and n, and the strength be above 0")
    return (events + prior_strength * share(prior_rate, "prior_rate")) / (n + prior_strength)
