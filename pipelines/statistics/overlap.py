"""Where both populations are seen often enough to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from pipelines.statistics.arrays import vector

MIN_N = 30
MIN_AI_KEPT = 0.60
MIN_HUMAN_KEPT = 0.40


@dataclass(frozen=True, slots=True)
class Overlap:
    """Strata kept and dropped by name, and the share of each population's volume that the kept ones hold."""

    kept: list[str]
    dropped: list[str]
    coverage_human: float | None
    coverage_ai: float | None
    coverage_all: float

    @property
    def is_comparable(self) -> bool:
        return (self.coverage_ai or 0.0) >= MIN_AI_KEPT and (self.coverage_human or 0.0) >= MIN_HUMAN_KEPT


def overlap_guard(strata: Sequence[str], human: ArrayLike, ai: ArrayLike, min_n: int = MIN_N) -> Overlap:
    """Keep the strata in which both populations have at least `min_n` mature contacts.

    Args:
        strata: k names.
        human, ai: shape (k,), mature contacts of each population.
        min_n: the floor, inclusive.

    A population without any contact has no share: null.

    Raises:
        ValueError: no strata, lengths that differ, a negative count, or no contact at all.
    """
    people = vector(human, "human", low=0)
    machines = vector(ai, "ai", like=people, low=0)
    if len(strata) != people.size:
        raise ValueError(f"{len(strata)} names for {people.size} strata")
    if people.sum() + machines.sum() == 0:
        raise ValueError("neither population has a contact")
    both = (people >= min_n) & (machines >= min_n)
    return Overlap(
        kept=[name for name, keep in zip(strata, both, strict=True) if keep],
        dropped=[name for name, keep in zip(strata, both, strict=True) if not keep],
        coverage_human=float(people[both].sum() / people.sum()) if people.sum() else None,
        coverage_ai=float(machines[both].sum() / machines.sum()) if machines.sum() else None,
        coverage_all=float((people + machines)[both].sum() / (people.sum() + machines.sum())),
    )
