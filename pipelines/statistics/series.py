"""A step and a bend in a series where something was changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Matrix, Vector, vector

MIN_BEFORE = 12
MIN_AFTER = 8


@dataclass(frozen=True, slots=True)
class InterruptedSeries:
    """Segmented regression.

    Attributes:
        intercept, pre_slope, level_change, slope_change: coefficients, time in points from 0.
        se_hac: their Newey-West errors, in the same order.
        durbin_watson: near 2 when errors are uncorrelated.
    """

    intercept: float
    pre_slope: float
    level_change: float
    slope_change: float
    post_slope: float
    se_hac: list[float]
    durbin_watson: float


def its(y: ArrayLike, start: int, hac_lags: int = 1) -> InterruptedSeries:
    """Interrupted time series: y = b0 + b1 t + b2 D + b3 D (t - start).

    Args:
        y: shape (n,), equally spaced.
        start: points before the change; the point with this position, counted from 0, is the first after it.
        hac_lags: lags of the Bartlett window.

    Raises:
        ValueError: fewer than 12 points before or 8 after, or lags outside the series.

    Source: Linden (2015), Stata Journal; Newey and West (1987) with the correction n / (n - 4).
    """
    values = vector(y, "y")
    n = values.size
    if start < MIN_BEFORE or n - start < MIN_AFTER:
        raise ValueError(f"{start} points before and {n - start} after: {MIN_BEFORE} and {MIN_AFTER} are needed")
    time = np.arange(n, dtype=np.float64)
    after = (time >= start).astype(np.float64)
    design = np.column_stack([np.ones(n), time, after, after * (time - start)])
    beta = np.linalg.lstsq(design, values, rcond=None)[0]
    residual = values - design @ beta
    se = np.sqrt(np.diag(newey_west(design, residual, hac_lags)))
    spread = float(residual @ residual)
    return InterruptedSeries(
        intercept=float(beta[0]),
        pre_slope=float(beta[1]),
        level_change=float(beta[2]),
        slope_change=float(beta[3]),
        post_slope=float(beta[1] + beta[3]),
        se_hac=se.tolist(),
        durbin_watson=float(np.sum(np.diff(residual) ** 2) / spread) if spread else float("nan"),
    )


def newey_west(design: Matrix, residual: Vector, lags: int) -> Matrix:
    """Covariance of least-squares coefficients under correlated errors, shape (k, k).

    Args:
        design: shape (n, k); residual: shape (n,).
        lags: of the Bartlett window, 0 for heteroscedasticity alone.

    Raises:
        ValueError: lags outside [0, n).

    Source: Newey and West (1987), small-sample factor n / (n - k).
    """
    n, k = design.shape
    if not 0 <= lags < n:
        raise ValueError(f"{lags} lags do not fit a series of {n} points")
    scores = design * residual[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (cross + cross.T)
    bread = np.linalg.inv(design.T @ design)
    return n / (n - k) * bread @ middle @ bread
