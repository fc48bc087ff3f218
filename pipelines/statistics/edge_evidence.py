"""One edge of the methodology graph against our own weekly series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from pipelines.statistics.arrays import Vector, vector
from pipelines.statistics.edges import Posterior, edge_status, normal_normal
from pipelines.statistics.lags import LagCoefficients, ccf, lag_ridge, neff
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.series import newey_west

MIN_WEEKS = 40
BEYOND = 2
UNIT_ROOT = 0.9


@dataclass(frozen=True, slots=True)
class Edge:
    """What the register says: x moves y by `b` (`sd`) of its standard deviations within these lags.

    Attributes:
        sign: +1 or -1; first_lag, last_lag: weeks, 0 or more.
    """

    sign: int
    first_lag: int
    last_lag: int
    b: float
    sd: float


@dataclass(frozen=True, slots=True)
class EdgeEvidence:
    """What the series say. A lagged association is no proof of a cause, and a reversed one doubts the arrow.

    Attributes:
        weeks: of both series after differencing; n_eff: independent weeks they are worth.
        r_by_lag: correlation by lag, two beyond the range on each side; a negative lag is y before x.
        best_lag, r: the strongest lag inside the range; p: of it, times the lags looked at; `judged_edges`
            adjusts it for all edges of a run.
        reversed_is_weaker: whether no lag at which y leads is as strong.
        lags: coefficients shrunk to the prior; estimate, se: their unshrunk sum with Newey-West error.
        posterior, status: as `normal_normal` and `edge_status`.
    """

    weeks: int
    n_eff: float
    r_by_lag: dict[int, float]
    best_lag: int
    r: float
    p: float
    reversed_is_weaker: bool
    lags: LagCoefficients
    estimate: float
    se: float
    posterior: Posterior
    status: str
    is_significant: bool = False


def edge_evidence(x: ArrayLike, y: ArrayLike, edge: Edge, controls: ArrayLike | None = None) -> EdgeEvidence:
    """Test one edge.

    Args:
        x, y: shape (n,), weekly and aligned, at least 40; rates on the log scale where skewed, weeks in which a
            definition changed left out.
        edge: prior and lag range.
        controls: shape (n, c), such as volume, season and release weeks.

    Raises:
        ValueError: fewer than 40 weeks, lengths that differ, a series that does not vary, or a range that is none.
    """
    cause, effect = vector(x, "x"), vector(y, "y")
    vector(effect, "y", like=cause)
    if cause.size < MIN_WEEKS:
        raise ValueError(f"{cause.size} weeks: an edge needs {MIN_WEEKS}")
    if not 0 <= edge.first_lag <= edge.last_lag:
        raise ValueError("a range of lags goes from 0 or more upwards")
    others = None if controls is None else np.asarray(controls, dtype=np.float64).reshape(cause.size, -1)
    differenced = max(_rho(_detrended(cause)), _rho(_detrended(effect))) > UNIT_ROOT
    if differenced:
        cause, effect = np.diff(cause), np.diff(effect)
        others = None if others is None else np.diff(others, axis=0)
    a, b = _standardised(cause), _standardised(effect)
    r = _correlations(a, b, edge)
    inside = {lag: value for lag, value in r.items() if edge.first_lag <= lag <= edge.last_lag}
    best = max(inside, key=lambda lag: abs(inside[lag]))
    worth = max(neff(a.size, _rho(a), _rho(b)), 4.0)
    led = [abs(value) for lag, value in r.items() if lag < 0]
    lags = list(range(edge.first_lag, edge.last_lag + 1))
    estimate, se, sigma = _distributed(a, b, lags, others)
    prior_mean, prior_sd = [edge.b / len(lags)] * len(lags), [edge.sd / len(lags) ** 0.5] * len(lags)
    posterior = normal_normal(edge.b, edge.sd, estimate, se)
    return EdgeEvidence(
        weeks=a.size,
        n_eff=worth,
        r_by_lag=r,
        best_lag=best,
        r=inside[best],
        p=min(1.0, len(inside) * float(2 * norm.sf(abs(inside[best]) * worth**0.5))),
        reversed_is_weaker=max(led) < abs(inside[best]),
        lags=lag_ridge(a, b, lags, prior_mean, prior_sd, sigma, others),
        estimate=estimate,
        se=se,
        posterior=posterior,
        status=edge_status(posterior, edge.sign),
    )


def judged_edges(tests: Mapping[str, EdgeEvidence], q: float = 0.05) -> dict[str, EdgeEvidence]:
    """The tests of one run with p-values adjusted over all edges.

    Raises:
        ValueError: no tests.
    """
    found = bh([test.p for test in tests.values()], q)
    return {
        name: replace(test, p=p, is_significant=rejected)
        for (name, test), p, rejected in zip(tests.items(), found.adjusted, found.is_rejected, strict=True)
    }


def _detrended(values: Vector) -> Vector:
    time = np.arange(values.size, dtype=np.float64)
    return values - np.polyval(np.polyfit(time, values, 1), time)


def _standardised(values: Vector) -> Vector:
    residual = _detrended(values)
    spread = float(residual.std())
    if spread < 1e-12:
        raise ValueError("a series that does not vary says nothing")
    return residual / spread


def _rho(values: Vector) -> float:
    centred = values - values.mean()
    total = float(centred @ centred)
    return float(np.clip(centred[1:] @ centred[:-1] / total, -0.99, 0.99)) if total else 0.0


def _correlations(a: Vector, b: Vector, edge: Edge) -> dict[int, float]:
    """Correlation from two lags below the range to two above; at least two at which y leads."""
    forward = ccf(a, b, edge.last_lag + BEYOND)
    lowest = min(edge.first_lag - BEYOND, -BEYOND)
    backward = ccf(b, a, -lowest)
    return {lag: forward[lag] if lag >= 0 else backward[-lag] for lag in range(lowest, edge.last_lag + BEYOND + 1)}


def _distributed(a: Vector, b: Vector, lags: Sequence[int], controls: np.ndarray | None) -> tuple[float, float, float]:
    """Sum of least-squares lag coefficients, its Newey-West error, and the standard deviation of the errors."""
    first = max(lags)
    columns = [np.ones(a.size - first), *(a[first - k : a.size - k] for k in lags)]
    design = np.column_stack(columns if controls is None else [*columns, controls[first:]])
    target = b[first:]
    if design.shape[0] <= design.shape[1]:
        raise ValueError(f"{design.shape[0]} weeks cannot carry {design.shape[1]} coefficients")
    beta = np.linalg.lstsq(design, target, rcond=None)[0]
    residual = target - design @ beta
    window = int(4 * (target.size / 100) ** (2 / 9)) + 1
    covariance = newey_west(design, residual, window)
    used = slice(1, 1 + len(lags))
    sigma = float(np.sqrt(residual @ residual / (target.size - design.shape[1])))
    return float(beta[used].sum()), float(np.sqrt(covariance[used, used].sum())), sigma
