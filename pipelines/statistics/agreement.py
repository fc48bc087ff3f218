"""Do two graders say the same about the same conversation?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Matrix


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance; `kappa` and `se` are null when chance alone would always agree."""

    kappa: float | None
    po: float
    pe: float
    se: float | None


def kappa_table(table: ArrayLike, weights: str | ArrayLike | None = None) -> Kappa:
    """Cohen's kappa of a square table of counts, weighted where the scale is ordered.

    Args:
        table: shape (k, k), first grader by row, second by column.
        weights: null for none, `linear`, `quadratic`, or a matrix of agreement weights with ones on the diagonal.

    Raises:
        ValueError: no square table of counts, empty, or unknown weights.

    Source: Cohen (1960, 1968); Fleiss, Cohen and Everitt (1969) for the error.
    """
    p = _shares(table)
    w = _weights(weights, p.shape[0])
    n = float(np.asarray(table, dtype=np.float64).sum())
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    po, pe = float(np.sum(w * p)), float(rows @ w @ columns)
    if 1 - pe < 1e-12:
        return Kappa(None, po, pe, None)
    kappa = (po - pe) / (1 - pe)
    expected = (w @ columns)[:, None] + (rows @ w)[None, :]
    spread = float(np.sum(p * (w - expected * (1 - kappa)) ** 2)) - (kappa - pe * (1 - kappa)) ** 2
    return Kappa(kappa, po, pe, (max(spread, 0.0) / n) ** 0.5 / (1 - pe))


@dataclass(frozen=True, slots=True)
class RareAgreement:
    """Gwet's AC1 beside kappa, and prevalence-adjusted kappa, for marks that are almost never given."""

    ac1: float
    po: float
    kappa: float | None
    pabak: float


def gwet_ac1(table: ArrayLike) -> RareAgreement:
    """AC1 of a square table of counts.

    Args:
        table: shape (k, k), k at least 2.

    Raises:
        ValueError: no square table of counts, or empty.

    Source: Gwet (2008): p_e = sum pi_k (1 - pi_k) / (K - 1), pi_k the mean of the two marginals.
    """
    p = _shares(table)
    classes = p.shape[0]
    mean = (p.sum(axis=0) + p.sum(axis=1)) / 2
    po, pe = float(np.trace(p)), float(mean @ (1 - mean)) / (classes - 1)
    return RareAgreement((po - pe) / (1 - pe), po, kappa_table(table).kappa, (classes * po - 1) / (classes - 1))


def _shares(table: ArrayLike) -> Matrix:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
        raise ValueError("the table must be square, with at least two classes")
    if not np.isfinite(counts).all() or (counts < 0).any() or counts.sum() == 0:
        raise ValueError("the table must hold counts, and at least one")
    return counts / counts.sum()


def _weights(weights: str | ArrayLike | None, classes: int) -> Matrix:
    step = np.abs(np.subtract.outer(np.arange(classes), np.arange(classes))) / (classes - 1)
    if weights is None:
        return np.eye(classes)
    if isinstance(weights, str):
        if weights not in ("linear", "quadratic"):
            raise ValueError(f"unknown weights {weights!r}: linear, quadratic, or a matrix")
        return 1 - (step if weights == "linear" else step**2)
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (classes, classes):
        raise ValueError("the weights must have the shape of the table")
    return given
