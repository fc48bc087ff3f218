"""Whether a programme worked: difference in differences, and the rebound that would have come anyway."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import share, vector


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """Effect with error and z; both null where the errors of the changes are unknown."""

    effect: float
    se: float | None
    z: float | None


def did(
    t_pre: float, t_post: float, c_pre: float, c_post: float, se_t: float | None = None, se_c: float | None = None
) -> DifferenceInDifferences:
    """(treated after - before) - (control after - before).

    Args:
        t_pre, t_post, c_pre, c_post: means of treated and control, before and after.
        se_t, se_c: standard errors of the two changes, where known.

    Raises:
        ValueError: a negative error.

    Source: Card and Krueger (1994).
    """
    effect = (t_post - t_pre) - (c_post - c_pre)
    if se_t is None or se_c is None:
        return DifferenceInDifferences(effect, None, None)
    if se_t < 0 or se_c < 0:
        raise ValueError("a standard error is not negative")
    se = hypot(se_t, se_c)
    return DifferenceInDifferences(effect, se, effect / se if se else None)


def reliability(group_values: list[ArrayLike]) -> float:
    """Share of the variance of scores that lies between agents, from repeated scores of each (one-way ANOVA).

    Args:
        group_values: one list of scores per agent.

    Returns:
        Reliability of one agent's mean score over the mean number of scores, within [0, 1].

    Raises:
        ValueError: fewer than two agents, or no agent scored twice.
    """
    groups = [vector(values, "scores") for values in group_values]
    total = sum(group.size for group in groups)
    if len(groups) < 2 or total == len(groups):
        raise ValueError("reliability needs two agents and repeated scores")
    grand = float(np.concatenate(groups).mean())
    sizes = np.array([group.size for group in groups], dtype=float)
    between = sum(group.size * (group.mean() - grand) ** 2 for group in groups) / (len(groups) - 1)
    within = sum(float(np.sum((group - group.mean()) ** 2)) for group in groups) / (total - len(groups))
    usual = (total - float(sizes @ sizes) / total) / (len(groups) - 1)
    true = max(0.0, (between - within) / usual)
    return float(true / (true + within / usual)) if true + within else 0.0


def expected_rebound(score: float, mean: float, reliability: float) -> float:
    """How far a score would move back to the mean without any coaching: (1 - reliability) x (mean - score).

    Raises:
        ValueError: a reliability outside [0, 1].
    """
    return (1 - share(reliability, "reliability")) * (mean - score)
