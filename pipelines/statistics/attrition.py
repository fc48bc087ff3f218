"""People who left, as a yearly rate."""

from __future__ import annotations

from dataclasses import dataclass

DAYS_PER_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Attrition:
    """Leavers of a year if the pace held: in proportion, and compounded on those who remain."""

    annualised: float
    compound_annual: float


def attrition(leavers: float, avg_headcount: float, days: float) -> Attrition:
    """Annualised attrition.

    Args:
        leavers: people who left in the period.
        avg_headcount: mean people in it, above 0 and not below the leavers.
        days: length of the period, above 0.

    Raises:
        ValueError: a value outside its range.
    """
    if not 0 <= leavers <= avg_headcount or avg_headcount <= 0 or days <= 0:
        raise ValueError("leavers lie between 0 and the mean headcount, and the period is above 0 days")
    rate = leavers / avg_headcount
    return Attrition(rate * DAYS_PER_YEAR / days, 1 - (1 - rate) ** (DAYS_PER_YEAR / days))


def weekly_rate(annualised: float) -> float:
    """Weekly attrition q that compounds over 52 weeks to a compound yearly rate.

    Raises:
        ValueError: outside [0, 1).
    """
    if not 0 <= annualised < 1:
        raise ValueError("a compound yearly rate lies in [0, 1)")
    return float(1 - (1 - annualised) ** (1 / 52))
