"""The gap between two groups, split by regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Matrix, Vector, vector


@dataclass(frozen=True, slots=True)
class RegressionGap:
    """Oaxaca-Blinder with group 2 as the reference, which has to be published with the split: it depends on it."""

    gap: float
    explained: float
    unexplained: float
    endowments: float
    coefficients: float
    interaction: float
    beta1: list[float]
    beta2: list[float]


def oaxaca(x1: ArrayLike, y1: ArrayLike, x2: ArrayLike, y2: ArrayLike) -> RegressionGap:
    """Split mean(y1) - mean(y2) into what the characteristics explain and what they do not.

    Args:
        x1, x2: shape (n1, k) and (n2, k), characteristics known before handling; the intercept is added here.
        y1, y2: shape (n1,) and (n2,), the outcome.

    Raises:
        ValueError: shapes that do not fit, or characteristics that do not vary enough to be told apart.

    Source: Oaxaca (1973); Jann (2008) for the three-fold form.
    """
    design1, beta1 = _fit(x1, y1, "1")
    design2, beta2 = _fit(x2, y2, "2")
    if beta1.size != beta2.size:
        raise ValueError("both groups need the same characteristics")
    m1, m2 = design1.mean(axis=0), design2.mean(axis=0)
    endowments = float((m1 - m2) @ beta2)
    return RegressionGap(
        gap=float(m1 @ beta1 - m2 @ beta2),
        explained=endowments,
        unexplained=float(m1 @ (beta1 - beta2)),
        endowments=endowments,
        coefficients=float(m2 @ (beta1 - beta2)),
        interaction=float((m1 - m2) @ (beta1 - beta2)),
        beta1=beta1.tolist(),
        beta2=beta2.tolist(),
    )


def _fit(x: ArrayLike, y: ArrayLike, group: str) -> tuple[Matrix, Vector]:
    outcome = vector(y, f"y{group}")
    given = np.asarray(x, dtype=np.float64)
    if given.ndim != 2 or given.shape[0] != outcome.size or not np.isfinite(given).all():
        raise ValueError(f"x{group} must hold one row of finite numbers for each value of y{group}")
    design = np.column_stack([np.ones(outcome.size), given])
    beta, _, rank, _ = np.linalg.lstsq(design, outcome, rcond=None)
    coefficients: Vector = beta.astype(np.float64)
    if rank < design.shape[1]:
        raise ValueError(f"the characteristics of group {group} cannot be told apart on {outcome.size} rows")
    return design, coefficients
