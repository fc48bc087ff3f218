"""How far a forecast may be off, from how far it was off before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from pipelines.statistics.arrays import Vector

DAYS_PER_WEEK = 7
INTERVAL, PLANNED = (0.025, 0.975), 0.80


@dataclass(frozen=True, slots=True)
class Spread:
    """Distances to the forecast of each day ahead, shape (h,): ends of the 95 % interval, and the 80th percentile."""

    low: Vector
    high: Vector
    planned: Vector


def forecast_spread(errors: np.ndarray, ahead: int) -> Spread:
    """Quantiles of past errors, by week ahead; never narrower for a later week than for an earlier one.

    Args:
        errors: shape (origins, h), what came less its forecast, not a number where nothing is known.
        ahead: days to forecast, which may be more than the h that were tested: beyond them the spread of the last
            tested week grows with the root of time.

    Raises:
        ValueError: no error is known.

    Source: empirical prediction intervals (Williams and Goodman 1971). Errors of one week ahead are pooled: eight
    origins alone have too few for a quantile. With n errors the level is corrected to (n + 1) q / n, as for any
    quantile of a sample that is to cover a new draw.
    """
    tested = errors.shape[1]
    weeks = [errors[:, at : at + DAYS_PER_WEEK].ravel() for at in range(0, tested, DAYS_PER_WEEK)]
    known = [week[~np.isnan(week)] for week in weeks]
    if not any(week.size for week in known):
        raise ValueError("no error is known")
    rows: list[tuple[float, float, float]] = []
    for week in known:
        before = rows[-1] if rows else (0.0, 0.0, 0.0)
        if week.size:
            low, high, planned = (_quantile(week, q) for q in (*INTERVAL, PLANNED))
            before = (min(low, before[0]), max(high, before[1]), max(planned, before[2]))
        rows.append(before)
    at = np.arange(ahead) // DAYS_PER_WEEK
    last = len(rows) - 1
    table = np.array(rows)[np.minimum(at, last)]
    growth = np.sqrt(np.maximum(at - last, 0) / (last + 1) + 1)
    return Spread(table[:, 0] * growth, table[:, 1] * growth, table[:, 2] * growth)


def week_spread(errors: np.ndarray, weeks: int) -> Vector:
    """How far the sum of a week may be off to either side with 95 % confidence, shape (weeks,).

    Args:
        errors: as `forecast_spread`, of at least one whole week; weeks: to forecast, beyond the tested ones likewise.

    Raises:
        ValueError: no week in which every day is known.

    Source: one week per origin is too few for a quantile: t times the root mean square of the origins' errors.
    """
    tested = errors.shape[1] // DAYS_PER_WEEK
    sums = errors[:, : tested * DAYS_PER_WEEK].reshape(len(errors), tested, DAYS_PER_WEEK).sum(axis=2)
    reach = 0.0
    found = []
    for week in sums.T:
        known = week[~np.isnan(week)]
        if known.size:
            reach = max(reach, float(t.ppf(INTERVAL[1], known.size) * np.sqrt(np.mean(known**2))))
        found.append(reach)
    if not reach and np.isnan(sums).all():
        raise ValueError("no error is known")
    at = np.arange(weeks)
    last = tested - 1
    return np.array(found)[np.minimum(at, last)] * np.sqrt(np.maximum(at - last, 0) / (last + 1) + 1)


def _quantile(errors: Vector, q: float) -> float:
    n = errors.size
    level = min(1.0, (n + 1) * q / n) if q > 0.5 else max(0.0, 1 - (n + 1) * (1 - q) / n)
    return float(np.quantile(errors, level))
