"""Forecasts and how wrong they were (methodology F.9)."""

from __future__ import annotations

from typing import Any

from pipelines.planning import accuracy, smoothing
from pipelines.verification.plain import plain, value
from pipelines.verification.registry import verifies

Values = list[float]


@verifies
def seasonal_naive(y: Values, m: int, h: int) -> dict[str, Any]:
    return {"forecast": value(smoothing.seasonal_naive(y, m, h))}


@verifies
def ses(y: Values, alpha: float, l0: float) -> dict[str, Any]:
    return plain(smoothing.ses(y, alpha, l0))


@verifies
def holt_winters_additive(
    y: Values, m: int, alpha: float, beta: float, gamma: float, l0: float, b0: float, s0: Values, h: int
) -> dict[str, Any]:
    return plain(smoothing.holt_winters_additive(y, m, alpha, beta, gamma, l0, b0, s0, h))


@verifies
def forecast_accuracy(train: Values, actual: Values, forecast: Values, m: int) -> dict[str, Any]:
    return plain(accuracy.forecast_accuracy(train, actual, forecast, m))
