"""How many conversations have to be reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from statistics import NormalDist

from pipelines.statistics.arrays import share

CHI_SQUARE_95 = 3.841


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Reviews needed: exact, as printed tables round it, and rounded up, which keeps the margin."""

    raw: float
    nearest: int
    ceil: int


def sample_size(population: int, margin: float = 0.05, p: float = 0.5, chi_square: float = CHI_SQUARE_95) -> SampleSize:
    """Reviews that give a share within a margin in a finite population.

    Args:
        population: eligible conversations, at least 1.
        margin: half the width of the interval, a fraction.
        p: expected share; one half asks for most.
        chi_square: of one degree at the confidence wanted; 3.841 for 95 %.

    Raises:
        ValueError: an empty population, or a margin or share outside (0, 1).

    Source: Krejcie and Morgan (1970).
    """
    if population < 1 or chi_square <= 0:
        raise ValueError("the population holds at least one conversation and chi-square is above 0")
    d, variance = share(margin, "margin", open_ends=True), p * (1 - share(p, "p", open_ends=True))
    raw = chi_square * population * variance / (d**2 * (population - 1) + chi_square * variance)
    return SampleSize(raw, floor(raw + 0.5), ceil(raw - 1e-9))


def sample_size_two(p1: float, p2: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """Cases per group, before rounding up, that show p1 apart from p2; no continuity correction.

    Args:
        p1, p2: the two rates, fractions that differ.
        alpha: two-sided error; power: chance to see the difference.

    Raises:
        ValueError: equal rates, or a value outside its range.

    Source: Fleiss, Statistical Methods for Rates and Proportions, pooled variance.
    """
    share(p1, "p1"), share(p2, "p2")
    if p1 == p2:
        raise ValueError("equal rates cannot be told apart by any number of cases")
    normal = NormalDist()
    z_alpha = normal.inv_cdf(1 - share(alpha, "alpha", open_ends=True) / 2)
    z_power = normal.inv_cdf(share(power, "power", open_ends=True))
    pooled = (p1 + p2) / 2
    spread = z_alpha * (2 * pooled * (1 - pooled)) ** 0.5 + z_power * (p1 * (1 - p1) + p2 * (1 - p2)) ** 0.5
    return float((spread / (p1 - p2)) ** 2)
