"""Inputs of the formulas as arrays, refused by name when they cannot be meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def vector(
    values: ArrayLike, name: str, *, like: Vector | None = None, low: float | None = None, high: float | None = None
) -> Vector:
    """A non-empty array of finite numbers, shape (k,).

    Args:
        values: k numbers.
        name: what they are, for the message.
        like: another array whose length they must have.
        low, high: bounds that each must keep, inclusive.

    Raises:
        ValueError: empty, of another shape or length, not finite, or out of bounds.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a list of at least one number")
    if like is not None and array.size != like.size:
        raise ValueError(f"{name} has {array.size} values where {like.size} are needed")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is no finite number")
    if low is not None and (array < low).any():
        raise ValueError(f"{name} holds {array.min():g}, below {low:g}")
    if high is not None and (array > high).any():
        raise ValueError(f"{name} holds {array.max():g}, above {high:g}")
    return array


def counted(part: Vector, whole: Vector, names: str) -> None:
    """Raise ValueError where a count exceeds what it is a part of; `names` reads like `events of n`."""
    if (part > whole).any():
        raise ValueError(f"{names}: a part exceeds its whole")


def share(value: float, name: str, *, open_ends: bool = False) -> float:
    """A fraction of one; with `open_ends` strictly between 0 and 1.

    Raises:
        ValueError: not between 0 and 1.
    """
    inside = 0.0 < value < 1.0 if open_ends else 0.0 <= value <= 1.0
    if not inside:
        raise ValueError(f"{name} is {value:g}, not a fraction of one")
    return float(value)
