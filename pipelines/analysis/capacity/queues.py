"""What a plan knows of each queue: who came when, who was there, what the AI kept and how long people took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa

SLOTS, WEEK = 144, 7
RECENT_DAYS = 84
STAFFED_SHARE = 0.5
GAP_SLOTS = 6
Matrix = np.ndarray


@dataclass(frozen=True)
class Queue:
    """One queue on the calendar of the company.

    Attributes:
        first_on: the day of row 0 of every matrix of shape (days, 144).
        contacts, first, kept: contacts, first contacts of their journey, and contacts that never reached a person; not
            a number on a day on which nothing at all is known.
        planned, on_line: people planned for the queue and people at work; null where no shift or state is known.
        threshold_s: seconds within which a waiting customer should be answered; null where work is asynchronous.
    """

    name: str
    first_on: date
    contacts: Matrix
    first: Matrix
    kept: Matrix
    planned: Matrix | None
    on_line: Matrix | None
    threshold_s: float | None

    @property
    def days(self) -> int:
        return len(self.contacts)

    @property
    def is_live(self) -> bool:
        return self.threshold_s is not None

    @property
    def to_people(self) -> Matrix:
        """Contacts that people had to take, answered or not, shape (days, 144)."""
        return self.contacts - self.kept

    @property
    def weekday(self) -> np.ndarray:
        """0 for Monday, shape (days,)."""
        return (np.arange(self.days) + self.first_on.weekday()) % WEEK

    def recent(self, matrix: Matrix) -> Matrix:
        """The last twelve weeks of a matrix, or what there is of them."""
        return matrix[-RECENT_DAYS:]

    def is_open(self) -> Matrix:
        """In which 10 minutes of the week the queue is staffed, shape (7, 144): somebody was planned or at work on at
        least half of the last such days; a gap of an hour, such as a meeting or a break, does not close it. Without
        shifts, whenever somebody came."""
        weekday = self.weekday[-RECENT_DAYS:]
        if self.on_line is None or self.planned is None:
            return _by_weekday(self.recent(self.to_people), weekday) > 0
        there = self.recent((self.planned > 0) | (self.on_line > 0)).astype(np.float64)
        there[np.isnan(self.recent(self.contacts)).all(axis=1)] = np.nan
        return _closed_gaps(_by_weekday(there, weekday) >= STAFFED_SHARE)

    def typical(self, matrix: Matrix) -> Matrix:
        """Mean of the last twelve weeks by weekday, shape (7, 144); 0 on a weekday never seen."""
        return _by_weekday(self.recent(matrix), self.weekday[-RECENT_DAYS:])


@dataclass(frozen=True)
class Calendar:
    """The days that are whole: the first and the last day of the data are cut somewhere."""

    first_on: date
    days: int
    known: np.ndarray = field(repr=False)


def read_queues(demand: pa.Table, staff: pa.Table, families: pa.Table, thresholds: pa.Table) -> list[Queue]:
    """Queues in order of their names; none where fewer than one whole day is known."""
    if not demand.num_rows:
        return []
    calendar = _calendar(demand)
    if calendar.days < 1:
        return []
    group = {row["channel"]: row["channel_group"] for row in families.to_pylist()}
    within: dict[str, float] = {}
    for row in thresholds.to_pylist():
        queue = group.get(row["channel"], row["channel"])
        within[queue] = min(within.get(queue, np.inf), float(row["threshold_seconds"]))
    columns = ("contacts", "first_contacts", "kept_by_ai")
    came = _matrices(demand, columns, calendar)
    there = _matrices(staff, ("planned_seconds", "on_line_seconds"), calendar)
    queues = []
    for name in sorted(came):
        contacts, first, kept = came[name]
        for matrix in (contacts, first, kept):
            matrix[~calendar.known] = np.nan
        planned, on_line = (None, None) if name not in there else (seconds / 600 for seconds in there[name])
        queues.append(Queue(name, calendar.first_on, contacts, first, kept, planned, on_line, within.get(name)))
    return queues


def _calendar(demand: pa.Table) -> Calendar:
    days = np.unique(demand["local_on"].cast(pa.int32()).to_numpy())
    whole = days[1:-1]
    if not whole.size:
        return Calendar(date(1970, 1, 1), 0, np.zeros(0, dtype=bool))
    known = np.zeros(int(whole[-1] - whole[0]) + 1, dtype=bool)
    known[whole - whole[0]] = True
    return Calendar(date(1970, 1, 1) + timedelta(days=int(whole[0])), known.size, known)


def _matrices(table: pa.Table, columns: tuple[str, ...], calendar: Calendar) -> Mapping[str, list[Matrix]]:
    day = table["local_on"].cast(pa.int32()).to_numpy() - (calendar.first_on - date(1970, 1, 1)).days
    slot = table["day_slot"].to_numpy()
    inside = (day >= 0) & (day < calendar.days)
    names = np.array(table["queue"].to_pylist(), dtype=object)
    found: dict[str, list[Matrix]] = {}
    for name in sorted(set(names.tolist())):
        mine = inside & (names == name)
        if not mine.any():
            continue
        found[name] = []
        for column in columns:
            matrix = np.zeros((calendar.days, SLOTS))
            np.add.at(matrix, (day[mine], slot[mine]), table[column].to_numpy()[mine])
            found[name].append(matrix)
    return found


def _by_weekday(matrix: Matrix, weekday: np.ndarray) -> Matrix:
    means = np.zeros((WEEK, matrix.shape[1]))
    for day in range(WEEK):
        rows = matrix[(weekday == day) & ~np.isnan(matrix).all(axis=1)]
        if len(rows):
            means[day] = rows.mean(axis=0)
    return means


def _closed_gaps(is_open: Matrix) -> Matrix:
    """Open as well wherever it was open before and is again, at most an hour apart on the same day."""
    found = is_open.copy()
    for day in found:
        slots = np.flatnonzero(day)
        for before, after in pairwise(slots):
            if after - before - 1 <= GAP_SLOTS:
                day[before:after] = True
    return found
