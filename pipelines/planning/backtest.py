"""Which forecast would have been best, from where we stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipelines.planning.forecasting import NAIVE, Forecaster, Series

ORIGINS = 8


@dataclass(frozen=True, slots=True)
class Backtest:
    """One forecaster over all origins.

    Attributes:
        wape: sum of absolute errors / sum of what came; bias: sum of (forecast - actual) / sum of what came.
        mase: mean absolute error / that of the season before on the training data, mean over origins.
        n: points that were forecast and came.
        errors: shape (origins, h) or (origins, h, k), what came less its forecast; not a number where nothing is known.
    """

    wape: float
    mase: float
    bias: float
    n: int
    errors: Series


@dataclass(frozen=True, slots=True)
class Choice:
    """Every forecaster's record, and the one to use: the naive, unless another has a lower WAPE."""

    chosen: str
    records: dict[str, Backtest]
    origins: list[int]


def rolling_origin(
    forecasters: Mapping[str, Forecaster], y: Series, m: int, h: int, origins: int = ORIGINS, step: int | None = None
) -> Choice:
    """Forecast from several points in the past and compare with what came; the future is never seen.

    Args:
        forecasters: by name, `seasonal naive` among them.
        y: shape (n,) or (n, k), not a number where nothing is known.
        m: points per season; h: points ahead; origins: how many, the last one h points before the end.
        step: points between origins, a season where null.

    Raises:
        ValueError: no naive forecaster, too short a series, or nothing that came to compare with.

    Source: Hyndman and Athanasopoulos, time series cross-validation; Hyndman and Koehler (2006) for MASE.
    """
    if NAIVE not in forecasters:
        raise ValueError(f"{NAIVE} must be among the forecasters: it is what the others have to beat")
    stride = step or m
    starts = [len(y) - h - stride * back for back in reversed(range(origins))]
    if h < 1 or origins < 1 or starts[0] <= m:
        raise ValueError(f"{len(y)} points are too few for {origins} origins and {h} points ahead")
    records = {name: _record(forecaster, y, m, h, starts) for name, forecaster in forecasters.items()}
    best = min(records, key=lambda name: (records[name].wape, name != NAIVE))
    return Choice(best, records, starts)


def _record(forecaster: Forecaster, y: Series, m: int, h: int, starts: list[int]) -> Backtest:
    errors, seen, scaled, distances = [], [], [], []
    for start in starts:
        train, actual = y[:start], y[start : start + h]
        came = ~np.isnan(actual)
        distance = forecaster(train, m, h) - actual
        error = distance[came]
        distances.append(-distance)
        scale = float(np.nanmean(np.abs(train[m:] - train[:-m])))
        errors.append(error)
        seen.append(actual[came])
        if error.size and scale > 0:
            scaled.append(float(np.abs(error).mean()) / scale)
    error, actual = np.concatenate(errors), np.concatenate(seen)
    total = float(np.abs(actual).sum())
    if total == 0:
        raise ValueError("nothing came in the periods that were forecast")
    return Backtest(
        wape=float(np.abs(error).sum()) / total,
        mase=float(np.mean(scaled)) if scaled else float("nan"),
        bias=float(error.sum()) / total,
        n=int(error.size),
        errors=np.stack(distances),
    )
