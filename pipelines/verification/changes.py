"""Explaining a change (methodology C)."""

from __future__ import annotations

from typing import Any

from pipelines.statistics import change_points, control_charts, decomposition, programmes, series
from pipelines.statistics import oaxaca as regression
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies

Values = list[float]


@verifies
def kitagawa(weights1: Values, rates1: Values, weights2: Values, rates2: Values) -> dict[str, Any]:
    return plain(decomposition.kitagawa(weights1, rates1, weights2, rates2))


@verifies
def threefold(weights1: Values, rates1: Values, weights2: Values, rates2: Values) -> dict[str, Any]:
    return plain(decomposition.threefold(weights1, rates1, weights2, rates2))


@verifies
def factor_product(factors1: Values, factors2: Values) -> dict[str, Any]:
    return plain(decomposition.factor_product(factors1, factors2))


@verifies
def oaxaca(x1: list[Values], y1: Values, x2: list[Values], y2: Values) -> dict[str, Any]:
    return plain(regression.oaxaca(x1, y1, x2, y2), explained="explained_ref2", unexplained="unexplained_ref2")


@verifies
def did(
    t_pre: float, t_post: float, c_pre: float, c_post: float, se_t: float | None = None, se_c: float | None = None
) -> dict[str, Any]:
    return plain(programmes.did(t_pre, t_post, c_pre, c_post, se_t, se_c))


@verifies
def its(y: Values, start: int, hac_lags: int = 1) -> dict[str, Any]:
    return plain(series.its(y, start, hac_lags))


@verifies
def cusum(x: Values, target: float, k: float, h: float) -> dict[str, Any]:
    return plain(change_points.cusum(x, target, k, h))


@verifies
def changepoint(x: Values) -> dict[str, Any]:
    return plain(change_points.changepoint(x), pettitt_k="pettitt_K")


@verifies
def xmr(x: Values) -> dict[str, Any]:
    return plain(control_charts.xmr(x))


@verifies
def p_chart(defects: Values, sizes: Values) -> dict[str, Any]:
    found = plain(control_charts.p_chart(defects, sizes), sigma_z="laney_sigma_z")
    return found | {f"{limit}_first": found[limit][0] for limit in ("ucl", "lcl", "laney_ucl", "laney_lcl")}
