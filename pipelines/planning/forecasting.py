"""Forecasts of contacts, by day or by short interval, with the naive one that each has to beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pipelines.planning.ets import ets
from pipelines.planning.theta import theta
from pipelines.statistics.arrays import Matrix, Vector

NAIVE = "seasonal naive"
PROFILE_SEASONS = 12
Series = NDArray[np.float64]
Forecaster = Callable[[Series, int, int], Series]


def last_season(y: Series, m: int, h: int) -> Series:
    """The last known point at the same position in the season, for each of h points ahead.

    Args:
        y: shape (n,) of days or (n, k) of days by intervals, not a number where nothing is known.
        m: days per season; h: days ahead.

    Raises:
        ValueError: a position in the season never seen, or nothing to forecast.
    """
    return np.stack([y[rows[-1]] for rows in _positions(y, m, h)])


def ets_days(y: Vector, m: int, h: int) -> Vector:
    """`ets`, as a forecaster; errors as there."""
    return ets(y, m, h).forecast


def spread_over_day(totals: Forecaster, y: Matrix, m: int, h: int) -> Matrix:
    """Day totals by one forecaster, spread over the day as the last 12 days at the same position in the season were.

    Short intervals alone are too noisy to smooth; the shape of a day changes far more slowly than its volume.

    Args:
        totals: forecaster of the sums of days; y: shape (n, k), days by intervals, a day all known or not at all.
        m: days per season; h: days ahead.

    Returns:
        Shape (h, k), not negative.

    Raises:
        ValueError: a day known in part, or what the forecaster refuses.
    """
    unknown = np.isnan(y)
    if (unknown.any(axis=1) & ~unknown.all(axis=1)).any():
        raise ValueError("a day is known in part: fill its closed intervals with 0, or leave the day out")
    days = y.sum(axis=1)
    ahead = np.maximum(totals(days, m, h), 0.0)
    shapes = []
    for rows in _positions(y, m, h):
        recent = y[rows[-PROFILE_SEASONS:]].sum(axis=0)
        shapes.append(recent / recent.sum() if recent.sum() else np.full(y.shape[1], 1 / y.shape[1]))
    return ahead[:, None] * np.stack(shapes)


def by_day() -> Mapping[str, Forecaster]:
    """Forecasters of day totals: shape (n,) to (h,)."""
    return {NAIVE: last_season, "ets": ets_days, "theta": theta}


def by_interval() -> Mapping[str, Forecaster]:
    """Forecasters of short intervals: shape (n, k) to (h, k)."""
    return {
        NAIVE: last_season,
        "ets": partial(spread_over_day, ets_days),
        "theta": partial(spread_over_day, theta),
    }


def _positions(y: Series, m: int, h: int) -> list[NDArray[np.int64]]:
    """Known days at the position of each of h days ahead."""
    if m < 1 or h < 1:
        raise ValueError("a season and a horizon hold at least one day")
    known = ~np.isnan(y.reshape(len(y), -1)).any(axis=1)
    days = np.arange(len(y))
    found = [days[known & (days % m == (len(y) + step) % m)] for step in range(h)]
    if any(not rows.size for rows in found):
        raise ValueError("a position in the season was never seen")
    return found
