"""One rubric's score of one conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import vector

MIN_COVERAGE = 0.6


@dataclass(frozen=True, slots=True)
class Score:
    """Craft (`raw`) and verdict (`final`), both fractions and null when nothing was answered."""

    raw: float | None
    final: float | None
    coverage: float

    @property
    def is_void(self) -> bool:
        """Whether too little of the weight was answered for the review to count."""
        return self.coverage < MIN_COVERAGE


def scorecard(weights: ArrayLike, scores: Sequence[float | None], autofail: bool = False) -> Score:
    """Weighted mean of the answered items; an auto-fail sets the verdict to 0 and leaves the craft.

    Args:
        weights: shape (k,), any unit.
        scores: k scores in [0, 1]; null is not applicable and leaves numerator and denominator.
        autofail: whether an item that fails the whole conversation was marked.

    Raises:
        ValueError: lengths that differ, no weight, or a score outside [0, 1].
    """
    weight = vector(weights, "weights", low=0)
    score = np.array(scores, dtype=np.float64)
    if score.shape != weight.shape or weight.sum() == 0:
        raise ValueError("each item needs a weight and a score or null, and some weight")
    answered = ~np.isnan(score)
    if ((score[answered] < 0) | (score[answered] > 1)).any():
        raise ValueError("scores lie between 0 and 1")
    given = float(weight[answered].sum())
    raw = float(weight[answered] @ score[answered]) / given if given else None
    return Score(raw, 0.0 if autofail and raw is not None else raw, given / float(weight.sum()))
