"""Does one series move before another, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import vector


def ccf(x: ArrayLike, y: ArrayLike, max_lag: int) -> list[float]:
    """Correlation of x now with y k steps later, for k = 0 ... max_lag; swap the two for reversed lags.

    Args:
        x, y: shape (n,), equally spaced, de-trended.
        max_lag: below n.

    Raises:
        ValueError: lengths that differ, a series that does not vary, or too many lags.

    Source: sample cross-correlation with denominator n.
    """
    a = vector(x, "x")
    b = vector(y, "y", like=a)
    if not 0 <= max_lag < a.size:
        raise ValueError(f"{max_lag} lags do not fit {a.size} points")
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt(np.sum(a**2) * np.sum(b**2)))
    if scale == 0:
        raise ValueError("a series that does not vary has no correlation")
    return [float(a[: a.size - k] @ b[k:]) / scale for k in range(max_lag + 1)]


def neff(n: float, rho_x: float, rho_y: float) -> float:
    """Independent points that n correlated ones are worth: n (1 - rx ry) / (1 + rx ry).

    Args:
        n: points; rho_x, rho_y: first-order autocorrelations, in (-1, 1).

    Raises:
        ValueError: a value outside its range.

    Source: Bartlett's first-order form.
    """
    if n <= 0 or not -1 < rho_x < 1 or not -1 < rho_y < 1:
        raise ValueError("n is above 0 and autocorrelations lie inside (-1, 1)")
    return n * (1 - rho_x * rho_y) / (1 + rho_x * rho_y)


@dataclass(frozen=True, slots=True)
class LagCoefficients:
    """Posterior of each lag and of their sum, beside least squares, null where it cannot tell them apart."""

    posterior_mean: list[float]
    posterior_sd: list[float]
    cumulative: float
    cumulative_sd: float
    ols: list[float] | None


def lag_ridge(
    x: ArrayLike,
    y: ArrayLike,
    lags: Sequence[int],
    prior_mean: ArrayLike,
    prior_sd: ArrayLike,
    sigma: float,
    controls: ArrayLike | None = None,
) -> LagCoefficients:
    """Distributed lag y_t = c + sum_k b_k x_(t-k) + controls, shrunk to a prior; intercept and controls are free.

    Args:
        x, y: shape (n,), equally spaced.
        lags: k lags, none negative.
        prior_mean, prior_sd: shape (k,), the edge's prior spread over the lags.
        sigma: standard deviation of the errors, above 0.
        controls: shape (n, c), partialled out before.

    Raises:
        ValueError: lengths that differ, fewer rows than the intercept and controls use, or a spread not above 0.

    Source: (X'X / s2 + P)^-1 (X'y / s2 + P b0), P = diag(1 / tau^2); Frisch-Waugh for what is free.
    """
    cause = vector(x, "x")
    effect = vector(y, "y", like=cause)
    mean = vector(prior_mean, "prior_mean")
    sd = vector(prior_sd, "prior_sd", like=mean)
    if len(lags) != mean.size or min(lags) < 0 or (sd <= 0).any() or sigma <= 0:
        raise ValueError("each lag, none negative, needs a prior with a spread above 0, and sigma is above 0")
    first = max(lags)
    rows = cause.size - first
    free = np.ones((rows, 1))
    if controls is not None:
        free = np.column_stack([free, np.asarray(controls, dtype=np.float64)[first:]])
    if rows <= free.shape[1]:
        raise ValueError(f"{cause.size} points leave {rows} rows for {first} lags")
    lagged = np.column_stack([cause[first - k : cause.size - k] for k in lags])
    basis = np.linalg.qr(free)[0]
    design = lagged - basis @ (basis.T @ lagged)
    target = effect[first:] - basis @ (basis.T @ effect[first:])
    precision = np.diag(1 / sd**2)
    covariance = np.linalg.inv(design.T @ design / sigma**2 + precision)
    posterior = covariance @ (design.T @ target / sigma**2 + precision @ mean)
    ols, _, rank, _ = np.linalg.lstsq(design, target, rcond=None)
    return LagCoefficients(
        posterior_mean=posterior.tolist(),
        posterior_sd=np.sqrt(np.diag(covariance)).tolist(),
        cumulative=float(posterior.sum()),
        cumulative_sd=float(np.sqrt(covariance.sum())),
        ols=ols.tolist() if rank == len(lags) else None,
    )
