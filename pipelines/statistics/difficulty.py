"""How hard a kind of work is, from a human-only baseline period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Vector, vector

BANDS = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Difficulty:
    """Score and band of each stratum, in the order given."""

    score: list[float]
    band: list[str]


def difficulty(handle_seconds: ArrayLike, transfer_rates: ArrayLike, repeat_rates: ArrayLike) -> Difficulty:
    """Mean of the z-scores of ln(handle time), transfer rate and repeat rate, and its tercile.

    Args:
        handle_seconds: shape (k,), mean handle time per stratum in the baseline, seconds, above 0.
        transfer_rates, repeat_rates: shape (k,), fractions.

    Strata with the same score share a band. A measure that is the same everywhere tells nothing and scores 0.

    Raises:
        ValueError: fewer than three strata, lengths that differ, a time of 0 or a rate outside [0, 1].
    """
    seconds = vector(handle_seconds, "handle_seconds")
    if seconds.size < len(BANDS):
        raise ValueError("three bands need at least three strata")
    if (seconds <= 0).any():
        raise ValueError("handle_seconds holds a time that is not above 0")
    transfer = vector(transfer_rates, "transfer_rates", like=seconds, low=0, high=1)
    repeat = vector(repeat_rates, "repeat_rates", like=seconds, low=0, high=1)
    score = (_z(np.log(seconds)) + _z(transfer) + _z(repeat)) / 3
    rounded = score.round(12)
    below = np.searchsorted(np.sort(rounded), rounded, side="left")
    return Difficulty(score.tolist(), [BANDS[3 * rank // seconds.size] for rank in below.tolist()])


def _z(values: Vector) -> Vector:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-12 else np.zeros_like(values)


def residual_complexity(scores: ArrayLike, volumes: ArrayLike) -> float:
    """Volume-weighted difficulty of what reaches one population; rising after automation means the easy work left.

    Raises:
        ValueError: lengths that differ, or no volume.
    """
    score = vector(scores, "scores")
    volume = vector(volumes, "volumes", like=score, low=0)
    if volume.sum() == 0:
        raise ValueError("volumes add up to 0")
    return float(score @ volume / volume.sum())


def hardest(scores: Sequence[float], volumes: Sequence[float], share: float) -> list[int]:
    """Positions of the hardest strata that together hold `share` of the volume, hardest first; the one that crosses
    it is included."""
    volume = vector(volumes, "volumes", like=vector(scores, "scores"), low=0)
    order = np.argsort(-np.asarray(scores), kind="stable")
    before = np.cumsum(volume[order]) - volume[order]
    return order[before < share * volume.sum()].tolist()


def hardest_fifth(scores: Sequence[float], volumes: Sequence[float]) -> list[int]:
    """As `hardest`, for a fifth of the volume."""
    return hardest(scores, volumes, 0.2)
