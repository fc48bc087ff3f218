"""Weeks since somebody began, person by person and AI version by AI version, and what the tenured set as the bar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pipelines.statistics.intervals import wilson
from pipelines.statistics.learning import weeks_to_bar

WINDOW = 3
HUMAN, AI = "human", "ai"
ALL = "all"


@dataclass(frozen=True)
class Sums:
    """Sums of one actor's week, or of several."""

    contacts: int = 0
    timed: int = 0
    seconds: int = 0
    expected_seconds: float = 0.0
    judged: int = 0
    verified: int = 0
    expected_verified: float = 0.0
    reviewed: int = 0
    quality: float = 0.0
    quality_square: float = 0.0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def sums(row: dict[str, Any]) -> Sums:
    return Sums(
        row["contacts"],
        row["timed"],
        row["handle_seconds"],
        row["expected_seconds"],
        row["judged"],
        row["verified"],
        row["expected_verified"],
        row["reviewed"],
        row["quality_sum"],
        row["quality_square_sum"],
    )


def total(parts: Iterable[Sums]) -> Sums:
    found = Sums()
    for part in parts:
        found = found + part
    return found


@dataclass(frozen=True)
class Bar:
    """What tenured people reach; each null where nobody is tenured.

    Attributes:
        seconds: mean handle time; verified: rate; quality, quality_spread: mean and standard deviation of reviews.
    """

    seconds: float | None
    verified: float | None
    quality: float | None
    quality_spread: float | None

    @classmethod
    def of(cls, tenured: Sums) -> Bar:
        n = tenured.reviewed
        mean = tenured.quality / n if n else None
        spread = None
        if mean is not None and n > 1:
            spread = float(np.sqrt(max(tenured.quality_square - n * mean**2, 0.0) / (n - 1)))
        return cls(
            tenured.seconds / tenured.timed if tenured.timed else None,
            tenured.verified / tenured.judged if tenured.judged else None,
            mean,
            spread,
        )

    def is_met(self, part: Sums) -> bool:
        """Whether quality and verified rate are not below the lower limit that as many contacts of the tenured have."""
        if part.judged and part.expected_verified > 0:
            expected = min(part.expected_verified, part.judged)
            if part.verified / part.judged < float(wilson(expected, part.judged)[0]):
                return False
        if part.reviewed and self.quality is not None and self.quality_spread is not None:
            limit = self.quality - 1.96 * self.quality_spread / part.reviewed**0.5
            return part.quality / part.reviewed >= limit
        return True


@dataclass(frozen=True)
class Beginner:
    """A person, or an AI version in one channel, on the way to the bar.

    Attributes:
        weeks: sums by week since the start, 1 for the first; first, last: the first and the last week with contacts.
    """

    actor_id: str
    population: str
    cohort: str
    channel: str
    weeks: dict[int, Sums]

    @property
    def first(self) -> int:
        return min(self.weeks)

    @property
    def last(self) -> int:
        return max(self.weeks)

    def reached(self, bar: Bar) -> int | None:
        """The week of the bar; null while it is not reached.

        People: each 3-week mean of handle time within 10 % of the tenured on the same work, from then on, with quality
        and verified rate of all weeks from then on not below their lower limits. The AI has no handle time: its
        verified rate alone.
        """
        numbers = sorted(self.weeks)
        values = [(number, value) for number in numbers if (value := self._distance(number)) is not None]
        if not values:
            return None
        within = 0.10 if self.population == HUMAN else 0.0
        at = weeks_to_bar([value for _, value in values], 1.0, within, WINDOW)
        if at is None:
            return None
        since = total(self.weeks[number] for number in numbers if number >= values[at - 1][0])
        return values[at - 1][0] if bar.is_met(since) else None

    def is_unknown(self, week: int | None) -> bool:
        """Whether the bar was reached before anybody looked: at the first window, and watched only from a later
        week."""
        return week is not None and self.first > WINDOW and week <= self.first + WINDOW - 1

    def _distance(self, number: int) -> float | None:
        """Over 1 where worse than the tenured: seconds over those expected, or for the AI the lower limit of the
        tenured over its verified rate."""
        part = self.weeks[number]
        if self.population == HUMAN:
            return part.seconds / part.expected_seconds if part.expected_seconds else None
        if not part.judged or not part.expected_verified:
            return None
        limit = float(wilson(min(part.expected_verified, part.judged), part.judged)[0])
        return limit / max(part.verified / part.judged, 1e-6)


def tenured(rows: Sequence[dict[str, Any]]) -> Sums:
    return total(sums(row) for row in rows if row["population"] == HUMAN and row["is_tenured"])


def beginners(rows: Sequence[dict[str, Any]]) -> list[Beginner]:
    """People once, over all channels, from before they were tenured; each AI version over all and by channel. The weeks
    of people who reach tenure while they are watched go on: they are still on the same curve."""
    new = {row["actor_id"] for row in rows if row["population"] == HUMAN and not row["is_tenured"]}
    found: dict[tuple[str, str, str, str], dict[int, Sums]] = defaultdict(dict)
    for row in rows:
        if row["cohort"] is None or (row["population"] == HUMAN and row["actor_id"] not in new):
            continue
        channels = (ALL,) if row["population"] == HUMAN else (ALL, row["channel"])
        for channel in channels:
            weeks = found[(row["population"], row["cohort"], row["actor_id"], channel)]
            weeks[row["week_number"]] = weeks.get(row["week_number"], Sums()) + sums(row)
    return [
        Beginner(actor, population, cohort, channel, weeks)
        for (population, cohort, actor, channel), weeks in sorted(found.items())
    ]


def first_day(rows: Sequence[dict[str, Any]]) -> date | None:
    """The day from which anybody was watched, to the week."""
    days = [row["began_on"].toordinal() + 7 * (row["week_number"] - 1) for row in rows if row["began_on"]]
    return date.fromordinal(min(days)) if days else None
