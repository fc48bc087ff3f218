"""What a sheet of the board report holds, before anybody decides whether it becomes a page or a slide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pipelines.reporting.figures import NOT_SHOWN, closed, count, interval, share_digits, written

# Tones of series and segments. People and AI keep their colours everywhere; the others are greys.
Tone = Literal["human", "ai", "ink", "soft", "pale", "open"]
NAMES = {"human": "People", "ai": "AI"}


@dataclass(frozen=True)
class Figure:
    """One number with its range and the count it rests on, or the reason why it is not shown.

    `cell` names the row and column of the mart, where the number is one of a mart as it stands.
    """

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    n: int | None = None
    reason: str | None = None
    cell: str | None = None
    note: str = ""
    currency: str = "USD"

    @property
    def is_shown(self) -> bool:
        return self.value is not None and not self.reason

    @property
    def text(self) -> str:
        if self.value is None or self.reason:
            return NOT_SHOWN
        return written(self.value, self.unit, share_digits(self.low, self.high), self.currency)

    @property
    def span(self) -> str:
        return interval(self.low, self.high, self.unit, self.currency) if self.is_shown else ""

    @property
    def why(self) -> str:
        return closed(self.reason or "The records needed for it were not loaded")

    @property
    def base(self) -> str:
        return count(self.n) if self.is_shown and self.n is not None and self.unit != "count" else ""

    @property
    def said(self) -> str:
        """For sentences: "73 % (71 to 75 %)"."""
        return f"{self.text} ({self.span})" if self.span else self.text

    def bare(self) -> Figure:
        """Without its range and count: an amount that was counted whole."""
        return replace(self, low=None, high=None, n=None)


@dataclass(frozen=True)
class Told:
    """A sentence; `cell` names the text of the mart that it is."""

    text: str
    cell: str | None = None
    note: str = ""


Entry = Figure | str | None


@dataclass(frozen=True)
class Row:
    """`cell` names the text of the mart that the label is."""

    label: str
    entries: tuple[Entry, ...]
    note: str = ""
    tone: Tone | None = None
    is_strong: bool = False
    cell: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows of entries under `columns`; the first column is the label, wide where it holds sentences.

    `tones` colour the columns of a population.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    tones: tuple[Tone | None, ...] = ()
    note: str = ""
    empty: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Series:
    name: str
    tone: Tone
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True)
class Chart:
    """One drawing: `bars` side by side from zero, `parts` of a whole, or `points` over time."""

    kind: Literal["bars", "parts", "points"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = "share"
    note: str = ""
    empty: str = ""

    @property
    def is_drawn(self) -> bool:
        return any(figure and figure.is_shown for series in self.series for figure in series.figures)


@dataclass(frozen=True)
class Lines:
    """Whole sentences under a title; `columns` when they are short enough to stand in two."""

    title: str
    lines: tuple[Told, ...]
    columns: int = 1
    empty: str = ""


@dataclass(frozen=True)
class Terms:
    """Words and what they mean."""

    title: str
    terms: tuple[tuple[str, str], ...]


Part = Table | Chart | Lines | Terms


@dataclass(frozen=True)
class Sheet:
    """One idea: a sentence with its numbers, what belongs to it, and the words it uses."""

    key: str
    name: str
    headline: str
    leads: tuple[Told, ...] = ()
    parts: tuple[Part, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """A period's report. `key` is 2026-05 or 2026-Q2, `period` its name, `foot` stands below every sheet."""

    key: str
    period: str
    title: str
    foot: str
    invented: str
    sheets: tuple[Sheet, ...]


def withheld(sheets: tuple[Sheet, ...]) -> list[tuple[str, str]]:
    """Every number of the tables and drawings that is not shown: where it would stand, and why. Each once."""
    found: dict[tuple[str, str], None] = {}
    for sheet in sheets:
        for part in sheet.parts:
            for name, figure in _figures(part):
                if figure and not figure.is_shown:
                    found.setdefault((f"{sheet.name}: {name}", figure.why))
    return list(found)


def _figures(part: Part) -> list[tuple[str, Figure | None]]:
    if isinstance(part, Table):
        return [
            (f"{row.label}, {column}" if column else row.label, entry)
            for row in part.rows
            for column, entry in zip(part.columns[1:], row.entries, strict=False)
            if isinstance(entry, Figure)
        ]
    if isinstance(part, Chart):
        return [
            (f"{category}, {series.name}", figure)
            for series in part.series
            for category, figure in zip(part.categories, series.figures, strict=True)
        ]
    return []
