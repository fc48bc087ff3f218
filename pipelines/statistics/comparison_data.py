"""What is compared, and what a comparison says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.arrays import Vector
from pipelines.statistics.overlap import Overlap

BETTER, WORSE, NONE_SHOWN = "better", "worse", "no difference shown"
SHORTER, LONGER = "shorter", "longer"
NOT_COMPARABLE, TOO_FEW = "not comparable", "too few"
POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Cell:
    """Mature contacts of one cluster in one stratum.

    Attributes:
        stratum: intent x complexity band x channel x way of arrival, known before handling.
        population: key of a side, such as `human` or `ai`.
        cluster: an agent; for the AI, which is one agent, a version's block of seven days.
        n, events: contacts whose window is over and whose outcome is known, and those with the outcome. A score in
            [0, 1] counts as the part of an event that it is: the error is then never too small.
        squares: where a time is compared, `events` adds up natural logarithms of seconds, and this their squares.
    """

    stratum: str
    population: str
    cluster: str
    n: int
    events: float
    squares: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Many cells as columns, each of shape (k,), which a million contacts need.

    Attributes:
        strata: names, to which `stratum` points.
        stratum, cluster: numbers; side: keys of sides; n, events, squares: as in `Cell`.
    """

    strata: list[str]
    stratum: NDArray[np.int64]
    side: NDArray[np.str_]
    cluster: NDArray[np.int64]
    n: Vector
    events: Vector
    squares: Vector


def columns_of(cells: Sequence[Cell] | Columns) -> Columns:
    """Cells as columns; names are numbered in their order, so that the order of cells does not matter."""
    if isinstance(cells, Columns):
        return cells
    strata = sorted({cell.stratum for cell in cells})
    clusters = sorted({cell.cluster for cell in cells})
    place = {name: number for number, name in enumerate(strata)}
    row = {name: number for number, name in enumerate(clusters)}
    return Columns(
        strata,
        np.array([place[cell.stratum] for cell in cells], dtype=np.int64),
        np.array([cell.population for cell in cells], dtype=np.str_),
        np.array([row[cell.cluster] for cell in cells], dtype=np.int64),
        np.array([cell.n for cell in cells], dtype=np.float64),
        np.array([cell.events for cell in cells], dtype=np.float64),
        np.array([cell.squares for cell in cells], dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sides in words: `the AI`, `the AI's`, `does`."""

    key: str
    name: str
    whose: str
    does: str = "does"


@dataclass(frozen=True, slots=True)
class Sides:
    """The side that the other is held against, the side that is judged, and how the two are called together."""

    first: Side
    second: Side

    @property
    def together(self) -> str:
        text = f"{self.first.name} and {self.second.name.removeprefix('the ')}"
        return text[0].upper() + text[1:]


PEOPLE = Side("human", "people", "people's", "do")
THE_AI = Side("ai", "the AI", "the AI's")
PEOPLE_AND_AI = Sides(PEOPLE, THE_AI)


@dataclass(frozen=True, slots=True)
class Question:
    """One comparison of a family.

    Attributes:
        cells: one per stratum, side and cluster; repeated ones add up.
        measure: what the rate is of, in words.
        mix: whose work the rates are adjusted to: `pooled` or the key of a side.
        higher_is_better: false for rates such as repeat contacts.
        is_time: the cells hold logarithms of seconds: levels are geometric means, and the difference is relative.
    """

    cells: Sequence[Cell] | Columns
    measure: str = "resolution"
    sides: Sides = PEOPLE_AND_AI
    mix: str = POOLED
    higher_is_better: bool = True
    is_time: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A crude rate of one side with its interval; null below 20 contacts. For a time, its geometric mean in seconds."""

    n: int
    events: float
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class StratumRates:
    """A comparable stratum: both rates and its weight in the adjusted ones."""

    stratum: str
    weight: float
    first_n: int
    first_rate: float
    second_n: int
    second_rate: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second side against the first on the same work. What cannot be said is null, and `statement` says why.

    Attributes:
        verdict: the second is `better` or `worse` (a time `shorter` or `longer`), `no difference shown`,
            `not comparable` or `too few`.
        crude_first, crude_second: all contacts, whatever the mix.
        first, second: rates adjusted to the mix `mix` over the comparable strata.
        difference, low, high: second less first, adjusted, clustered (for a time, the relative difference); `p` before
            and `adjusted_p` after the page's family.
        by_mix: the same difference on the pooled mix, the first's and the second's, without interval.
        same_sign: share of comparable contacts in strata that point the same way as the whole.
        is_reversed: whether the crude and the adjusted difference point in opposite directions.
        e_value, e_value_limit: strength of an unseen factor that would explain the difference, or its interval, away.
    """

    verdict: str
    statement: str
    mix: str
    overlap: Overlap
    crude_first: Rate
    crude_second: Rate
    strata: list[StratumRates]
    first: float | None = None
    second: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    by_mix: tuple[float, float, float] | None = None
    same_sign: float | None = None
    is_reversed: bool | None = None
    e_value: float | None = None
    e_value_limit: float | None = None
