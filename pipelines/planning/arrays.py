"""Inputs of the queueing formulas, broadcast against each other and refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def nonnegative(values: ArrayLike, name: str) -> Floats:
    """Finite numbers of at least 0, any shape.

    Raises:
        ValueError: negative or not finite.
    """
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any():
        raise ValueError(f"{name} must be finite and at least 0")
    return array


def positive(values: ArrayLike, name: str) -> Floats:
    """Finite numbers above 0, any shape.

    Raises:
        ValueError: not above 0 or not finite.
    """
    array = nonnegative(values, name)
    if (array == 0).any():
        raise ValueError(f"{name} must be above 0")
    return array


def whole(values: ArrayLike, name: str) -> Ints:
    """Whole numbers of at least 0, any shape.

    Raises:
        ValueError: negative, or with a fraction.
    """
    array = nonnegative(values, name)
    if (array != np.floor(array)).any():
        raise ValueError(f"{name} must be whole numbers")
    return array.astype(np.int64)


def fraction(values: ArrayLike, name: str) -> Floats:
    """Fractions of one that leave something on both sides: in (0, 1).

    Raises:
        ValueError: outside.
    """
    array = positive(values, name)
    if (array >= 1).any():
        raise ValueError(f"{name} must lie between 0 and 1")
    return array


def offered_load(calls: ArrayLike, interval_s: ArrayLike, aht_s: ArrayLike) -> Floats:
    """Erlangs: contacts per second times handle time in seconds.

    Raises:
        ValueError: negative contacts, or a length or time that is not above 0.
    """
    return nonnegative(calls, "calls") / positive(interval_s, "interval_s") * positive(aht_s, "aht_s")


def least_agents(is_enough: Callable[[Ints, Any], NDArray[np.bool_]], guess: Floats) -> Ints:
    """Smallest whole number of agents, at least 1, that is enough, for each of n intervals at once.

    Args:
        is_enough: called with agents and the positions they belong to; must stay true once it is true.
        guess: shape (n,), where the search starts; a good one saves time and never changes the answer.

    The bracket is widened by doubling steps from the guess and then halved.
    """
    low = np.zeros(guess.shape, dtype=np.int64)
    high = np.maximum(np.ceil(guess), 1).astype(np.int64)
    step = np.maximum(np.sqrt(high).astype(np.int64), 1)
    open_ = np.arange(guess.size)
    while open_.size:
        enough = is_enough(high[open_], open_)
        short = open_[~enough]
        low[short] = high[short]
        high[short] += step[short]
        step[short] *= 2
        open_ = short
    probe = np.maximum(high - np.maximum(np.sqrt(high).astype(np.int64) // 2, 1), low)
    open_ = np.flatnonzero(high - low > 1)
    while open_.size:
        middle = np.clip(probe[open_], low[open_] + 1, high[open_] - 1)
        enough = is_enough(middle, open_)
        high[open_] = np.where(enough, middle, high[open_])
        low[open_] = np.where(enough, low[open_], middle)
        probe[open_] = (low[open_] + high[open_]) // 2
        open_ = open_[high[open_] - low[open_] > 1]
    return high
