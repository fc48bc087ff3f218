"""Many comparisons on one page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import share, vector


@dataclass(frozen=True, slots=True)
class FalseDiscovery:
    """Adjusted p-values and verdicts in the order given."""

    rejected: int
    adjusted: list[float]
    is_rejected: list[bool]


def bh(p_values: ArrayLike, q: float = 0.05) -> FalseDiscovery:
    """Benjamini-Hochberg over one family: all comparisons on one page of one run.

    Args:
        p_values: shape (m,), each in [0, 1].
        q: share of false discoveries that is accepted.

    Raises:
        ValueError: empty, or a p-value or q outside its range.

    Source: Benjamini and Hochberg (1995); adjusted p_i = min over j >= i of p_j m / j.
    """
    p = vector(p_values, "p_values", low=0, high=1)
    share(q, "q", open_ends=True)
    order = np.argsort(p, kind="stable")
    ranked = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum.accumulate(ranked[::-1])[::-1]
    rejected = adjusted <= q
    return FalseDiscovery(int(rejected.sum()), adjusted.tolist(), rejected.tolist())


def adjusted_words(p: float) -> str:
    """`adjusted p 0.031`: as a sentence says it, never as zero, which no chance is."""
    return "adjusted p below 0.001" if p < 0.0005 else f"adjusted p {p:.3f}"
