"""What a survey says when most customers do not answer it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import counted, vector

RESPONSE_RATIO_LIMIT = 1.5


@dataclass(frozen=True, slots=True)
class NonResponse:
    """Response and factor of each weighting class; the means are null where no class means were given."""

    response: list[float]
    factor: list[float]
    unweighted: float | None
    weighted: float | None
    kish_neff: float


def nonresponse(surveyed: ArrayLike, responded: ArrayLike, means: ArrayLike | None = None) -> NonResponse:
    """Weighting-class adjustment: each answer stands for the surveyed customers of its class.

    Args:
        surveyed, responded: shape (k,), customers asked and answers per class.
        means: shape (k,), mean answer per class, where there is one.

    Raises:
        ValueError: more answers than surveys, lengths that differ, or a class without any answer: nobody can speak
            for it, so it has to be merged with a neighbour first.

    Source: Lohr, Sampling: Design and Analysis; Kish's effective number of answers (sum w)^2 / sum w^2.
    """
    asked = vector(surveyed, "surveyed", low=0)
    answered = vector(responded, "responded", like=asked, low=0)
    counted(answered, asked, "responded of surveyed")
    if (answered == 0).any():
        raise ValueError("a class has no answers: merge it with a neighbouring class")
    factor = asked / answered
    level = None if means is None else vector(means, "means", like=asked)
    return NonResponse(
        response=(answered / asked).tolist(),
        factor=factor.tolist(),
        unweighted=None if level is None else float(level @ answered / answered.sum()),
        weighted=None if level is None else float(level @ asked / asked.sum()),
        kish_neff=float(asked.sum() ** 2 / np.sum(answered * factor**2)),
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the rate of all surveyed customers must lie; `observed` is null without an answer."""

    low: float
    observed: float | None
    high: float


def manski(responded: float, surveyed: float, positives: float) -> Bounds:
    """Worst-case bounds: every silent customer negative, or every one positive.

    Raises:
        ValueError: unless 0 <= positives <= responded <= surveyed and surveyed > 0.

    Source: Manski (1989).
    """
    if not 0 <= positives <= responded <= surveyed or surveyed == 0:
        raise ValueError("positives are part of the answers, answers part of the surveys, and there is a survey")
    observed = positives / responded if responded else None
    return Bounds(positives / surveyed, observed, (positives + surveyed - responded) / surveyed)


def is_established(first: Bounds, second: Bounds, response1: float, response2: float) -> bool:
    """Whether a difference of survey results may be shown as one.

    Not when the worst-case bounds overlap and the response rates (fractions) differ by more than a factor 1.5.
    """
    overlapping = first.low <= second.high and second.low <= first.high
    small, large = sorted((response1, response2))
    unequal = large > RESPONSE_RATIO_LIMIT * small
    return not (overlapping and unequal)
