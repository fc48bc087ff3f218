"""Additive exponential smoothing with a weekly season, fitted; days that are missing are stepped over."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from pipelines.statistics.arrays import Vector

DAMPING = 0.9
SEASONS_NEEDED = 3
COARSE = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)
TRENDS = (0.01, 0.05, 0.1, 0.2)
SEASONAL = (0.01, 0.05, 0.1, 0.2, 0.35)
REFINEMENTS = 4


@dataclass(frozen=True, slots=True)
class Ets:
    """Parameters and forecast; `beta` is 0 where the series has no trend worth its parameters."""

    alpha: float
    beta: float
    gamma: float
    forecast: Vector


def ets(y: Vector, m: int, h: int) -> Ets:
    """Holt-Winters with additive season, with or without a damped trend: whichever has the lower corrected AIC.

    Args:
        y: shape (n,), equally spaced, not a number where nothing is known; at least three seasons.
        m: points per season; h: points ahead.

    Raises:
        ValueError: fewer than three seasons, nothing to forecast, or a position in the season never seen.

    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice; the squares of the one-step errors are
    minimised on a grid that is refined around its best point, so that the fit is the same on every machine.
    """
    level, season = initial_states(y, m)
    if h < 1:
        raise ValueError("nothing is to be forecast")
    known = int((~np.isnan(y)).sum())
    best: tuple[float, np.ndarray] | None = None
    for trends, parameters in (((0.0,), 2), (TRENDS, 3)):
        sse, chosen = _searched(y, m, level, season, trends)
        k = parameters + m + 2
        score = known * np.log(max(sse, 1e-12) / known) + 2 * k + 2 * k * (k + 1) / max(known - k - 1, 1)
        if best is None or score < best[0]:
            best = (score, chosen)
    assert best is not None
    _, states = _run(y, m, level, season, best[1][None])
    final, trend, seasons = states
    steps = np.arange(1, h + 1)
    reach = np.cumsum(DAMPING ** np.arange(1, h + 1))
    forecast = final[0] + reach * trend[0] + seasons[0][(y.size + steps - 1) % m]
    alpha, beta, gamma = (float(value) for value in best[1])
    return Ets(alpha, beta, gamma, forecast)


def initial_states(y: Vector, m: int) -> tuple[float, Vector]:
    """Level and season of the first three seasons, shape () and (m,).

    Raises:
        ValueError: fewer than three seasons, or a position in the season never seen in them or later.
    """
    if m < 1 or y.size < SEASONS_NEEDED * m:
        raise ValueError(f"{y.size} points hold fewer than {SEASONS_NEEDED} seasons of {m}")
    for seasons in range(SEASONS_NEEDED, y.size // m + 1):
        block = y[: seasons * m].reshape(seasons, m)
        if (~np.isnan(block)).any(axis=0).all():
            means = np.nanmean(block, axis=0)
            return float(means.mean()), means - means.mean()
    raise ValueError("a position in the season was never seen")


def _searched(y: Vector, m: int, level: float, season: Vector, trends: tuple[float, ...]) -> tuple[float, np.ndarray]:
    """Least squares and the parameters (alpha, beta, gamma) that reach it."""
    grid = np.array(list(product(COARSE, trends, SEASONAL)))
    best, chosen = np.inf, grid[0]
    for step in range(REFINEMENTS):
        sse, _ = _run(y, m, level, season, grid)
        at = int(np.argmin(sse))
        if sse[at] < best:
            best, chosen = float(sse[at]), grid[at]
        factors = 1 + np.array([-0.5, -0.25, 0.0, 0.25, 0.5]) / 2**step
        betas = chosen[1] * factors if chosen[1] else [0.0]
        grid = np.clip(np.array(list(product(chosen[0] * factors, betas, chosen[2] * factors))), 0.0, 0.99)
    return best, chosen


def _run(
    y: Vector, m: int, level: float, season: Vector, grid: np.ndarray
) -> tuple[Vector, tuple[Vector, Vector, np.ndarray]]:
    """Squares and last states of every parameter row of the grid, shape (g,), (g,), (g,) and (g, m)."""
    alpha, beta, gamma = grid.T
    l, b, sse = np.full(alpha.size, level), np.zeros(alpha.size), np.zeros(alpha.size)  # noqa: E741
    s = np.tile(season, (alpha.size, 1))
    for t, value in enumerate(y):
        before = l + DAMPING * b
        if np.isnan(value):
            l, b = before, DAMPING * b  # noqa: E741
            continue
        error = value - before - s[:, t % m]
        sse += error**2
        l = before + alpha * error  # noqa: E741
        b = DAMPING * b + alpha * beta * error
        s[:, t % m] += gamma * (1 - alpha) * error
    return sse, (l, b, s)
