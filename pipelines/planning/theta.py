"""The Theta method: smoothing with half of the trend, on a series whose season is taken out first."""

from __future__ import annotations

import numpy as np

from pipelines.planning.ets import initial_states
from pipelines.statistics.arrays import Vector

ALPHAS = np.linspace(0.01, 0.99, 99)


def theta(y: Vector, m: int, h: int) -> Vector:
    """Forecast of shape (h,).

    Args:
        y: shape (n,), equally spaced, not a number where nothing is known; at least three seasons.
        m: points per season, 1 for none; h: points ahead.

    Raises:
        ValueError: fewer than three seasons, nothing to forecast, or a position in the season never seen.

    Source: Assimakopoulos and Nikolopoulos (2000) as simple smoothing with drift b / 2 (Hyndman and Billah 2003). The
    season is additive: the mean distance of each position to the mean of its own season.
    """
    initial_states(y, m)
    if h < 1:
        raise ValueError("nothing is to be forecast")
    position = np.arange(y.size) % m
    season = _season(y, m)
    adjusted = y - season[position]
    known = ~np.isnan(adjusted)
    time = np.arange(y.size, dtype=np.float64)[known]
    slope = float(np.polyfit(time, adjusted[known], 1)[0])
    alpha, level = _smoothed(adjusted, float(adjusted[known][0]))
    steps = np.arange(1, h + 1)
    drift = slope / 2 * (steps - 1 + (1 - (1 - alpha) ** y.size) / alpha)
    return level + drift + season[(y.size + steps - 1) % m]


def _season(y: Vector, m: int) -> Vector:
    whole = y[: y.size // m * m].reshape(-1, m)
    complete = whole[~np.isnan(whole).any(axis=1)]
    if not len(complete):
        complete = whole[~np.isnan(whole).all(axis=1)]
    season = np.nanmean(complete - np.nanmean(complete, axis=1, keepdims=True), axis=0)
    return np.nan_to_num(season - np.nanmean(season))


def _smoothed(adjusted: Vector, start: float) -> tuple[float, float]:
    """The alpha with the least squares of one-step errors, and the last level it gives."""
    level, sse = np.full(ALPHAS.size, start), np.zeros(ALPHAS.size)
    for value in adjusted[~np.isnan(adjusted)]:
        error = value - level
        sse += error**2
        level += ALPHAS * error
    best = int(np.argmin(sse))
    return float(ALPHAS[best]), float(level[best])
