"""How wrong a forecast was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Vector, vector


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors of a forecast; a ratio is null where its denominator is 0.

    Attributes:
        wape: sum of absolute errors / sum of what came; bias: sum of (forecast - actual) / sum of what came.
        mase: mean absolute error / that of the naive forecast one season ago on the training data (`mase_scale`).
        mae, rmse: in the unit of the series.
    """

    wape: float | None
    mase: float | None
    mase_scale: float
    bias: float | None
    mae: float
    rmse: float


def forecast_accuracy(train: ArrayLike, actual: ArrayLike, forecast: ArrayLike, m: int) -> Accuracy:
    """Errors of one forecast.

    Args:
        train: shape (n,), the past it was made from, longer than a season.
        actual, forecast: shape (h,).
        m: points per season.

    Raises:
        ValueError: empty, lengths that differ, or a past of no more than a season.

    Source: Hyndman and Koehler (2006).
    """
    seen, guess = vector(actual, "actual"), vector(forecast, "forecast")
    vector(guess, "forecast", like=seen)
    scale = mase_scale(vector(train, "train"), m)
    error = guess - seen
    total, mae = float(np.abs(seen).sum()), float(np.abs(error).mean())
    return Accuracy(
        wape=float(np.abs(error).sum()) / total if total else None,
        mase=mae / scale if scale else None,
        mase_scale=scale,
        bias=float(error.sum() / seen.sum()) if seen.sum() else None,
        mae=mae,
        rmse=float(np.sqrt(np.mean(error**2))),
    )


def mase_scale(train: Vector, m: int) -> float:
    """Mean absolute difference to the point one season before.

    Raises:
        ValueError: no more than one season.
    """
    if not 1 <= m < train.size:
        raise ValueError(f"{train.size} points hold no more than one season of {m}")
    return float(np.abs(train[m:] - train[:-m]).mean())
