"""How a newcomer, or a new AI version, gets faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log2

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import vector

SHOWN_FROM_CONTACTS = 200


def ramp_exponential(start: float, asymptote: float, tau: float, within: float = 0.10) -> float:
    """Weeks until y(t) = A + (y0 - A) e^(-t / tau) is within a fraction of A; 0 when it starts there.

    Args:
        start, asymptote: y0 and A in one unit, A not 0.
        tau: weeks, above 0.
        within: fraction of A, above 0.

    Raises:
        ValueError: A is 0, or tau or `within` not above 0.
    """
    if asymptote == 0 or tau <= 0 or within <= 0:
        raise ValueError("the asymptote is not 0, and tau and the tolerance are above 0")
    distance = abs(start - asymptote) / (within * abs(asymptote))
    return tau * log(distance) if distance > 1 else 0.0


def weeks_to_bar(weekly: Sequence[float], bar: float, within: float = 0.10, window: int = 3) -> int | None:
    """First week, counted from one, from which each 3-week mean stays within a fraction of the tenured level.

    Args:
        weekly: the agent's standardised handle time per production week, seconds; lower is better.
        bar: the tenured level, seconds.
        within: fraction by which the mean may be above it.
        window: weeks per mean.

    Returns:
        The last week of the first such window; null while not proficient, which is censored and not a long time.

    Raises:
        ValueError: empty weeks, or a bar that is not above 0.
    """
    values = vector(weekly, "weekly")
    if bar <= 0:
        raise ValueError("the bar is above 0")
    if values.size < window:
        return None
    means = np.convolve(values, np.full(window, 1 / window), mode="valid")
    missed = np.flatnonzero(means > bar * (1 + within))
    first = int(missed[-1]) + 1 if missed.size else 0
    return first + window if first < means.size else None


@dataclass(frozen=True, slots=True)
class UnitCurve:
    """Crawford's model: the n-th unit takes first x n^exponent."""

    exponent: float
    unit: float
    cumulative: float


def learning_unit(first: float, rate: float, n: int) -> UnitCurve:
    """Time of the n-th contact and of the first n together when each doubling multiplies the unit time by `rate`.

    Args:
        first: time of the first, any unit; rate: in (0, 1]; n: at least 1.

    Raises:
        ValueError: a value outside its range.

    Source: Crawford's unit model; not to be mixed up with `learning_cumavg`.
    """
    exponent = _exponent(rate, n)
    units = first * np.arange(1, n + 1, dtype=np.float64) ** exponent
    return UnitCurve(exponent, float(units[-1]), float(units.sum()))


@dataclass(frozen=True, slots=True)
class AverageCurve:
    """Wright's model: the mean of the first n is first x n^exponent."""

    average: float
    total: float


def learning_cumavg(first: float, rate: float, n: int) -> AverageCurve:
    """Mean and total of the first n contacts when each doubling multiplies the mean by `rate`.

    Raises:
        ValueError: a rate outside (0, 1], or n below 1.

    Source: Wright (1936), cumulative-average model.
    """
    average = float(first * n ** _exponent(rate, n))
    return AverageCurve(average, average * n)


def _exponent(rate: float, n: int) -> float:
    if not 0 < rate <= 1 or n < 1:
        raise ValueError("the rate lies in (0, 1] and n is at least 1")
    return log2(rate)


@dataclass(frozen=True, slots=True)
class FittedCurve:
    """Least squares on logarithms; `is_shown` is false below 200 contacts, where the fit says little."""

    exponent: float
    rate: float
    first: float
    is_shown: bool


def learning_fit(n: ArrayLike, t: ArrayLike) -> FittedCurve:
    """Fit t = first x n^exponent by log-log least squares.

    Args:
        n: shape (k,), cumulative contacts, each above 0, at least two different.
        t: shape (k,), handle time at each, above 0.

    Raises:
        ValueError: fewer than two points, equal contacts, or a value that is not above 0.
    """
    contacts = vector(n, "n")
    times = vector(t, "t", like=contacts)
    if (contacts <= 0).any() or (times <= 0).any() or np.unique(contacts).size < 2:
        raise ValueError("contacts and times are above 0, and two numbers of contacts differ")
    x, y = np.log(contacts), np.log(times)
    slope = float(np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2))
    first = float(np.exp(y.mean() - slope * x.mean()))
    return FittedCurve(slope, 2**slope, first, bool(contacts.max() >= SHOWN_FROM_CONTACTS))


def productivity_index(verified_per_paid_hour: ArrayLike, tenured: float) -> list[float]:
    """Verified resolutions per paid hour, mix-standardised, by production week over the tenured value: a plan's ramp.

    Raises:
        ValueError: empty, negative, or a tenured value that is not above 0.
    """
    if tenured <= 0:
        raise ValueError("the tenured value is above 0")
    return (vector(verified_per_paid_hour, "verified_per_paid_hour", low=0) / tenured).tolist()
