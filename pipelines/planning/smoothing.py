"""Exponential smoothing with given parameters, and the naive forecast that every other has to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Vector, vector


def seasonal_naive(y: ArrayLike, m: int, h: int) -> Vector:
    """The value of one season ago, repeated: shape (h,).

    Args:
        y: shape (n,); m: points per season, at most n; h: points ahead, at least 1.

    Raises:
        ValueError: less than one season, or nothing to forecast.
    """
    values = vector(y, "y")
    if not 1 <= m <= values.size or h < 1:
        raise ValueError(f"{values.size} points hold no season of {m}, or nothing is to be forecast")
    return np.resize(values[-m:], h)


@dataclass(frozen=True, slots=True)
class Smoothed:
    """One-step forecasts of the past, the flat forecast of the future, and how well the past was met."""

    fitted: list[float]
    forecast: float
    rmse: float
    mae: float


def ses(y: ArrayLike, alpha: float, l0: float) -> Smoothed:
    """Simple exponential smoothing.

    Args:
        y: shape (n,); alpha: in [0, 1]; l0: level before the first point.

    Raises:
        ValueError: empty, or alpha outside its range.

    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 7.1.
    """
    values = vector(y, "y")
    if not 0 <= alpha <= 1:
        raise ValueError("alpha must lie in [0, 1]")
    level, fitted = float(l0), []
    for value in values.tolist():
        fitted.append(level)
        level += alpha * (value - level)
    errors = values - np.array(fitted)
    return Smoothed(fitted, level, float(np.sqrt(np.mean(errors**2))), float(np.abs(errors).mean()))


@dataclass(frozen=True, slots=True)
class HoltWinters:
    """One-step forecasts of the past, forecasts of the future, and the last level and trend."""

    fitted: list[float]
    forecast: list[float]
    level: float
    trend: float


def holt_winters_additive(
    y: ArrayLike,
    m: int,
    alpha: float,
    beta: float,
    gamma: float,
    l0: float,
    b0: float,
    s0: ArrayLike,
    h: int,
) -> HoltWinters:
    """Additive Holt-Winters from given states.

    Args:
        y: shape (n,); m: points per season.
        alpha, beta, gamma: smoothing of level, trend and season, each in [0, 1].
        l0, b0: level and trend before the first point; s0: shape (m,), season of the first m points.
        h: points ahead, at least 1.

    Raises:
        ValueError: empty, a parameter outside its range, or a season of another length.

    Source: l = alpha (y - s) + (1 - alpha)(l + b); b = beta (l - l') + (1 - beta) b;
        s = gamma (y - l' - b') + (1 - gamma) s, with l', b' of the step before.
    """
    values, season = vector(y, "y"), vector(s0, "s0").tolist()
    if m != len(season) or h < 1 or not all(0 <= value <= 1 for value in (alpha, beta, gamma)):
        raise ValueError("s0 must hold one season, parameters lie in [0, 1], and h be at least 1")
    level, trend, fitted = float(l0), float(b0), []
    for point, value in enumerate(values.tolist()):
        at = point % m
        fitted.append(level + trend + season[at])
        before = level + trend
        new = alpha * (value - season[at]) + (1 - alpha) * before
        trend, level = beta * (new - level) + (1 - beta) * trend, new
        season[at] = gamma * (value - before) + (1 - gamma) * season[at]
    forecast = [level + step * trend + season[(values.size + step - 1) % m] for step in range(1, h + 1)]
    return HoltWinters(fitted, forecast, level, trend)
