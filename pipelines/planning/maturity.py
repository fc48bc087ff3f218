"""The stage of a function, and the one next move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STAGES = ("Reactive", "Emerging", "Defined", "Optimised")
BANDS = (0.75, 1.5, 2.25)
HIGHEST = 3
# Ties go to measurement first, then knowledge, performance, process, enablement, growth, improvement.
TIE_ORDER = ("04", "06", "03", "02", "01", "07", "05")


@dataclass(frozen=True, slots=True)
class Maturity:
    """Mean indicator, the stage it gives, and the stage after the cap of the weakest indicator."""

    mean: float
    raw_stage: str
    stage: str
    capped: bool


def maturity(indicators: Mapping[str, float | None]) -> Maturity:
    """Stage of one function: by the mean, but never more than one above the weakest indicator.

    Args:
        indicators: score 0 to 3 by name. Here alone missing evidence counts as 0, on purpose: a stage has to be shown.

    Raises:
        ValueError: no indicator, or a score outside [0, 3].
    """
    scores = [0.0 if score is None else float(score) for score in indicators.values()]
    if not scores or min(scores) < 0 or max(scores) > HIGHEST:
        raise ValueError("a function needs indicators between 0 and 3")
    mean = sum(scores) / len(scores)
    raw = sum(mean >= edge for edge in BANDS)
    stage = min(raw, int(min(scores)) + 1)
    return Maturity(mean, STAGES[raw], STAGES[stage], stage < raw)


def lower_of(first: Maturity, second: Maturity) -> Maturity:
    """The function's stage where people and AI both have one: the lower, and at a tie the lower mean."""
    return min(first, second, key=lambda one: (STAGES.index(one.stage), one.mean))


def next_move(functions: Mapping[str, Mapping[str, float | None]]) -> tuple[str, str]:
    """Function and indicator to work on: the lowest indicator of the lowest function.

    Args:
        functions: indicators by function number, `01` to `07`; indicators in the order in which ties are to be broken.

    Raises:
        ValueError: no function, or an unknown one.
    """
    if not functions or not set(functions) <= set(TIE_ORDER):
        raise ValueError(f"functions are {', '.join(sorted(TIE_ORDER))}")

    def rank(function: str) -> tuple[int, float, int]:
        found = maturity(functions[function])
        return STAGES.index(found.stage), found.mean, TIE_ORDER.index(function)

    lowest = min(functions, key=rank)
    scores = functions[lowest]
    return lowest, min(scores, key=lambda name: scores[name] or 0.0)
