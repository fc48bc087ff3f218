"""What of a change came with another mix of work, and what with another load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.statistics.arrays import Vector
from pipelines.statistics.decomposition import MixAndRate, kitagawa
from pipelines.statistics.explanation_data import Answers, Part
from pipelines.statistics.weighting import Key, Table, factors, tables

Z = 1.959963984540054  # 97.5 % point of the normal distribution
Load = Callable[[Answers], str | None]
Crowded = tuple[str, ...]
LONGER_WAITS = ("long", "very long", "longest", "not answered")
Side = Callable[[Answers], str]


def _whose(population: str, cohort: str) -> str:
    """A cohort as a reader would name it."""
    if cohort == "unknown":
        return (
            "a version of the AI that is not known" if population == "ai" else "people whose month of hire is not known"
        )
    return f"version {cohort} of the AI" if population == "ai" else f"people hired {cohort}"


# Months of hire and versions can bear the same name: a cohort is told apart by its population as well.
SIDES: tuple[tuple[str, Side], ...] = (
    ("contacts about {}", lambda row: row.intent),
    ("contacts through {}", lambda row: row.channel),
    ("contacts with {}", lambda row: {"ai": "the AI", "human": "people"}.get(row.population, row.population)),
    ("contacts with {}", lambda row: _whose(row.population, row.cohort)),
)


@dataclass(frozen=True)
class Periods:
    """Both periods with the factors of their answers, which are the same for every way of splitting them."""

    first: Sequence[Answers]
    second: Sequence[Answers]
    weights: tuple[list[float], list[float]]

    @classmethod
    def of(cls, first: Sequence[Answers], second: Sequence[Answers]) -> Periods:
        return cls(first, second, (factors(first), factors(second)))

    def tables(self, dimensions: Key, kept: Sequence[int] = (2, 1)) -> tuple[Table, Table]:
        return tables(self.first, self.second, dimensions, kept, self.weights)


def split(before: Table, after: Table, rows: Sequence[int] | None = None) -> MixAndRate:
    """Kitagawa over the strata of two tables, or over some of them."""
    used = np.arange(len(before.strata)) if rows is None else np.asarray(rows)
    levels = [[None if np.isnan(level) else float(level) for level in table.level()[used]] for table in (before, after)]
    return kitagawa(before.surveyed[used], levels[0], after.surveyed[used], levels[1])


def mix_part(periods: Periods, effect_towards: float) -> Part:
    """What came with another mix of work (population, intent and channel), whoever did it, and what moved most of it.

    Contacts are draws from a mix, which gives the variance of the levels times (1/n1 + 1/n2), and each level is known
    with its own error, which counts by the square of how far its share moved. It is named by the side along which
    alone most of it shows; `effect_towards` gives the direction where there is no effect.
    """
    before, after = periods.tables(lambda row: (row.population, row.family or row.intent, row.intent, row.channel))
    effect, variance = _mix(before, after)
    half = Z * variance**0.5
    name, shares, largest = "the work", (1.0, 1.0), -1.0
    for words, side in SIDES:
        first, second = periods.tables(lambda row, side=side: ("all", side(row)), (1,))  # type: ignore[misc]
        moved = split(first, second)
        towards = np.array(moved.mix_by_stratum_centred) * (1 if (effect or effect_towards) >= 0 else -1)
        if moved.mix_effect * effect > 0 and abs(moved.mix_effect) > largest:
            best = int(np.argmax(towards))
            largest, name = abs(moved.mix_effect), words.format(first.strata[best][1])
            shares = (_share(first.surveyed, best), _share(second.surveyed, best))
    return Part(name, effect, effect - half, effect + half, *shares)


def by_occupancy(periods: Periods) -> Part | None:
    """The mix effect over bands of occupancy within each population and channel; null where occupancy is unknown.

    Within, because work that moves between channels meets another load without anybody being busier.
    """
    name = "contacts taken up above 0.85 occupancy"
    return _load_part(periods, lambda row: row.band, name, ("0.85-0.92", "above 0.92"), False)


def by_wait(periods: Periods) -> Part | None:
    """The same over classes of wait, at the later levels: what the later level would be with the earlier waits.

    The reference is the later period because a wait that was rare says little of what it costs when it is usual.
    """
    name = "contacts that waited longer than usual"
    return _load_part(periods, lambda row: row.wait, name, LONGER_WAITS, True)


def _load_part(periods: Periods, load: Load, name: str, crowded: Crowded, is_later: bool) -> Part | None:
    if any(load(row) is None for row in (*periods.first, *periods.second)):
        return None
    before, after = periods.tables(lambda row: (f"{row.population} / {row.channel}", load(row) or ""), (1,))
    groups: dict[str, list[int]] = {}
    for number, (group, _) in enumerate(before.strata):
        groups.setdefault(group, []).append(number)
    total1, total2 = before.surveyed.sum(), after.surveyed.sum()
    effect = variance = 0.0
    for rows in groups.values():
        n1, n2 = before.surveyed[rows].sum(), after.surveyed[rows].sum()
        if n1 and n2:
            weight = (n1 / total1 + n2 / total2) / 2
            part, spread = _mix(before, after, rows, is_later)
            effect += weight * part
            variance += weight**2 * spread
    half = Z * variance**0.5
    shares = [_crowded(period, load, crowded) for period in (periods.first, periods.second)]
    return Part(name, effect, effect - half, effect + half, *shares)


def _crowded(period: Sequence[Answers], load: Load, crowded: Crowded) -> float:
    """Share of contacts of people that met more load than usual."""
    queued = [row for row in period if row.population != "ai"]
    total = sum(row.surveyed for row in queued)
    return sum(row.surveyed for row in queued if load(row) in crowded) / total if total else 0.0


def _share(weights: Vector, row: int) -> float:
    return float(weights[row] / weights.sum())


def _mix(before: Table, after: Table, rows: Sequence[int] | None = None, is_later: bool = False) -> tuple[float, float]:
    """Mix effect over some strata, at the mean of both levels or at the later ones, and its variance."""
    used = np.arange(len(before.strata)) if rows is None else np.asarray(rows)
    n1, n2 = before.surveyed[used], after.surveyed[used]
    first, second = before.level()[used], after.level()[used]
    mean = second if is_later else (first + second) / 2
    level = np.nan_to_num(np.where(np.isnan(first), second, np.where(np.isnan(second), first, mean)))
    w1, w2 = n1 / n1.sum(), n2 / n2.sum()
    weights = (w1 + w2) / 2
    drawn = float(weights @ (level - weights @ level) ** 2 * (1 / n1.sum() + 1 / n2.sum()))
    known = _level_variance(level, before.answers[used] * (not is_later), after.answers[used])
    return float((w2 - w1) @ level), drawn + float((w2 - w1) ** 2 @ known)


def _level_variance(level: Vector, answers1: Vector, answers2: Vector) -> Vector:
    """Of the mean of both periods' levels, or of the only one; one success and one failure are added."""
    smooth = (level * (answers1 + answers2) + 1) / (answers1 + answers2 + 2)
    parts = [np.where(answers > 0, 1 / np.maximum(answers, 1), 0.0) for answers in (answers1, answers2)]
    both = (answers1 > 0) & (answers2 > 0)
    return smooth * (1 - smooth) * np.where(both, (parts[0] + parts[1]) / 4, parts[0] + parts[1])
