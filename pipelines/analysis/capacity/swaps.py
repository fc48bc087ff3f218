"""How often shifted capacity met demand: the AI took more, or people came to the line who were not planned there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from pipelines.analysis.analysis import Row
from pipelines.analysis.capacity.requirements import INTERVAL_S, Desk
from pipelines.planning.intervals import carried_load
from pipelines.planning.staffing import planned_agents
from pipelines.statistics.intervals import wilson

SHOWN_FROM = 20
SKILLED_SHARE = 0.05


def swap_rows(desks: Sequence[Desk], agents: pa.Table) -> list[Row]:
    """One row per live queue: intervals of the last twelve weeks in which what was planned for people would not have
    been enough for everybody who came, and what closed the gap.

    A queue of calls or chats is short when Erlang A asks for more people than were planned. The AI closed it when those
    it left to people needed no more than were planned; people did when they needed more, and so many were on the line.
    """
    return [_row(desk, agents) for desk in desks]


def _row(desk: Desk, agents: pa.Table) -> Row:
    queue = desk.queue
    several, people = _skills(agents, queue.name)
    row: Row = {
        "queue": queue.name,
        "n": 0,
        "met_by_ai": 0,
        "met_by_people": 0,
        "unmet": 0,
        "met_share": None,
        "met_share_low": None,
        "met_share_high": None,
        "minutes_to_shift": None,
        "people": people,
        "people_in_several_queues": several,
        "skill_coverage": several / people if people else None,
        "is_withheld": True,
        "withheld_reason": None,
        "sentence": None,
    }
    if desk.service is None:
        return _withheld(row, "Asynchronous work waits for its hours: no interval of it is short")
    if queue.planned is None or queue.on_line is None:
        return _withheld(row, "No shift or state of people is known")
    short, by_ai, by_people, minutes = _judged(desk)
    n, met = int(short.sum()), int(by_ai.sum() + by_people.sum())
    row |= {
        "n": n,
        "met_by_ai": int(by_ai.sum()),
        "met_by_people": int(by_people.sum()),
        "unmet": n - met,
        "minutes_to_shift": minutes,
    }
    if n < SHOWN_FROM:
        return _withheld(row, f"Fewer than {SHOWN_FROM} intervals in which the plan was not enough")
    low, high = (float(bound) for bound in wilson(met, n))
    text = (
        f"{met / n:.0%} ({low:.0%} to {high:.0%}, n = {n:,}) of the intervals in which the plan for {queue.name} was"
        f" not enough for everybody were met: {int(by_ai.sum()):,} by the AI, {int(by_people.sum()):,} by people."
    )
    return row | {
        "met_share": met / n,
        "met_share_low": low,
        "met_share_high": high,
        "is_withheld": False,
        "sentence": text,
    }


def _withheld(row: Row, reason: str) -> Row:
    return row | {
        "withheld_reason": reason,
        "sentence": f"Withheld for {row['queue']}: {reason[0].lower()}{reason[1:]}.",
    }


def _judged(desk: Desk) -> tuple[np.ndarray, np.ndarray, np.ndarray, float | None]:
    queue, service = desk.queue, desk.service
    assert service is not None and queue.planned is not None and queue.on_line is not None
    is_open = desk.is_open[queue.weekday]
    known = ~np.isnan(queue.contacts)
    inside = queue.recent(is_open & known)

    def needed(counts: np.ndarray) -> np.ndarray:
        live = np.where(is_open & known, np.nan_to_num(counts), 0.0)
        load = carried_load(live.ravel(), INTERVAL_S, service.session_s).reshape(live.shape)
        return planned_agents(queue.recent(np.where(is_open, load, 0.0)), service)

    everybody, people = needed(queue.contacts), needed(queue.to_people)
    planned, there = np.round(queue.recent(queue.planned)), np.round(queue.recent(queue.on_line))
    short = inside & (everybody > planned)
    by_ai = short & (people <= planned)
    by_people = short & ~by_ai & (people <= there)
    return short, by_ai, by_people, _minutes(short & ~by_ai & ~by_people, inside)


def _minutes(unmet: np.ndarray, inside: np.ndarray) -> float | None:
    """Median minutes from the first interval that was not met to the next that was, of runs that ended while open."""
    runs: list[int] = []
    for day, open_ in zip(unmet, inside, strict=True):
        length = 0
        for is_unmet, is_open in zip(day.tolist(), open_.tolist(), strict=True):
            if is_unmet:
                length += 1
            elif length and is_open:
                runs.append(length)
                length = 0
            else:
                length = 0
    return float(np.median(runs)) * INTERVAL_S / 60 if runs else None


def _skills(agents: pa.Table, queue: str) -> tuple[int, int]:
    """People of a queue who also handle another, and people of the queue; a queue counts from 5 % of one's time."""
    by_agent: dict[str, set[str]] = {}
    for row in agents.to_pylist():
        if float(row["share"]) >= SKILLED_SHARE:
            by_agent.setdefault(row["agent_id"], set()).add(row["queue"])
    mine = [queues for queues in by_agent.values() if queue in queues]
    return sum(len(queues) > 1 for queues in mine), len(mine)
