"""A change split exactly into mix and rate, or among the factors of a product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Vector, vector


@dataclass(frozen=True, slots=True)
class MixAndRate:
    """Kitagawa's two effects; they add up to the difference without residual.

    Attributes:
        rate_by_stratum: adds up to `rate_effect`.
        mix_by_stratum_centred: adds up to `mix_effect`; above 0 where work moved towards a stratum better than average.
        presence: `both`, `entered` or `left` for each stratum.
    """

    overall1: float
    overall2: float
    difference: float
    mix_effect: float
    rate_effect: float
    rate_by_stratum: list[float]
    mix_by_stratum_centred: list[float]
    presence: list[str]


@dataclass(frozen=True, slots=True)
class ThreeFold:
    """Mix at the first period's levels, rate at the first period's mix, and what both did together."""

    mix: float
    rate: float
    interaction: float
    difference: float


def kitagawa(
    weights1: ArrayLike, rates1: Sequence[float | None], weights2: ArrayLike, rates2: Sequence[float | None]
) -> MixAndRate:
    """Split the change of an overall level between two periods into mix and rate.

    Args:
        weights1, weights2: shape (k,), volume of each stratum in both periods, any unit.
        rates1, rates2: shape (k,), level of each stratum (a rate, seconds, money). It may be null where the weight is
            0: an absent stratum takes the other period's level, so that all of it is mix, and is flagged.

    Raises:
        ValueError: lengths that differ, a period without volume, or a stratum with volume and no level.

    Source: Kitagawa (1955); Das Gupta (1993), P23-186.
    """
    w1, r1, w2, r2, presence = _periods(weights1, rates1, weights2, rates2)
    overall1, overall2 = float(w1 @ r1), float(w2 @ r2)
    rate = (r2 - r1) * (w1 + w2) / 2
    mix = (w2 - w1) * ((r1 + r2) / 2 - (overall1 + overall2) / 2)
    return MixAndRate(
        overall1=overall1,
        overall2=overall2,
        difference=overall2 - overall1,
        mix_effect=float(np.sum((w2 - w1) * (r1 + r2) / 2)),
        rate_effect=float(rate.sum()),
        rate_by_stratum=rate.tolist(),
        mix_by_stratum_centred=mix.tolist(),
        presence=presence,
    )


def threefold(
    weights1: ArrayLike, rates1: Sequence[float | None], weights2: ArrayLike, rates2: Sequence[float | None]
) -> ThreeFold:
    """The same change with the interaction apart; arguments and errors as `kitagawa`.

    Source: Das Gupta (1993); mix + rate + interaction = difference.
    """
    w1, r1, w2, r2, _ = _periods(weights1, rates1, weights2, rates2)
    return ThreeFold(
        mix=float((w2 - w1) @ r1),
        rate=float((r2 - r1) @ w1),
        interaction=float((w2 - w1) @ (r2 - r1)),
        difference=float(w2 @ r2 - w1 @ r1),
    )


def _periods(
    weights1: ArrayLike, rates1: Sequence[float | None], weights2: ArrayLike, rates2: Sequence[float | None]
) -> tuple[Vector, Vector, Vector, Vector, list[str]]:
    w1 = vector(weights1, "weights1", low=0)
    w2 = vector(weights2, "weights2", like=w1, low=0)
    if w1.sum() == 0 or w2.sum() == 0:
        raise ValueError("a period without volume has no level to explain")
    if len(rates1) != w1.size or len(rates2) != w1.size:
        raise ValueError("each stratum needs a level in both periods, null where it is absent")
    r1, r2 = np.array(rates1, dtype=np.float64), np.array(rates2, dtype=np.float64)
    in1, in2 = w1 > 0, w2 > 0
    if (~np.isfinite(r1) & in1).any() or (~np.isfinite(r2) & in2).any():
        raise ValueError("a stratum with volume has no level: its rate is unknown, which is not 0")
    nowhere = ~in1 & ~in2
    r1 = np.where(in1, r1, np.where(nowhere, 0.0, r2))
    r2 = np.where(in2, r2, np.where(nowhere, 0.0, r1))
    presence = ["both" if a == b else "entered" if b else "left" for a, b in zip(in1, in2, strict=True)]
    return w1 / w1.sum(), r1, w2 / w2.sum(), r2, presence


def shapley(value: Callable[[tuple[bool, ...]], float], factors: int) -> list[float]:
    """What each factor contributes to a change, averaged over all orders of replacing the old by the new.

    Args:
        value: the quantity when the factors flagged true are at their new and the others at their old state.
        factors: how many; 2^factors values are computed.

    Returns:
        One effect per factor; they add up to value(all) - value(none).

    Raises:
        ValueError: no factor, or more than 16.

    Source: Das Gupta (1993), symmetric form; Chevan and Sutherland (2009).
    """
    if not 1 <= factors <= 16:
        raise ValueError("between 1 and 16 factors can be told apart")
    known = [value(tuple(bool(mask >> i & 1) for i in range(factors))) for mask in range(2**factors)]
    weight = [factorial(size) * factorial(factors - size - 1) / factorial(factors) for size in range(factors)]
    return [
        sum(
            weight[mask.bit_count()] * (known[mask | 1 << i] - known[mask])
            for mask in range(2**factors)
            if not mask >> i & 1
        )
        for i in range(factors)
    ]


@dataclass(frozen=True, slots=True)
class ProductChange:
    """A product in two periods and what each factor contributed."""

    value1: float
    value2: float
    effects: list[float]


def factor_product(factors1: Sequence[float], factors2: Sequence[float]) -> ProductChange:
    """Split the change of a product, such as cost = contacts per customer x handle time x cost per minute.

    Args:
        factors1, factors2: k factors in both periods, in one order.

    Raises:
        ValueError: lengths that differ, none, or more than 16.

    Source: Das Gupta (1993), examples 2.1 and 2.2.
    """
    if len(factors1) != len(factors2):
        raise ValueError("both periods need the same factors")

    def value(replaced: tuple[bool, ...]) -> float:
        return prod(new if is_new else old for old, new, is_new in zip(factors1, factors2, replaced, strict=True))

    return ProductChange(prod(factors1), prod(factors2), shapley(value, len(factors1)))
