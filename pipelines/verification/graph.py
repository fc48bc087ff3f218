"""Edges of the methodology graph on own data (methodology J)."""

from __future__ import annotations

from typing import Any

from pipelines.statistics import edges
from pipelines.statistics import lags as lagged
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies

Values = list[float]


@verifies
def ccf(x: Values, y: Values, max_lag: int) -> dict[str, Any]:
    return {"r_by_lag": lagged.ccf(x, y, max_lag)}


@verifies
def neff(n: float, rho_x: float, rho_y: float) -> dict[str, Any]:
    return {"n_eff": lagged.neff(n, rho_x, rho_y)}


@verifies
def lag_ridge(
    x: Values, y: Values, lags: list[int], prior_mean: Values, prior_sd: Values, sigma: float
) -> dict[str, Any]:
    return plain(lagged.lag_ridge(x, y, lags, prior_mean, prior_sd, sigma))


@verifies
def normal_normal(prior_mean: float, prior_sd: float, estimate: float, se: float) -> dict[str, Any]:
    return plain(edges.normal_normal(prior_mean, prior_sd, estimate, se))
