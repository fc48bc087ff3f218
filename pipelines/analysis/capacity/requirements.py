"""People that a week of 10-minute intervals asks for, queue by queue."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipelines.analysis.capacity.assumptions import Number
from pipelines.analysis.capacity.blend import Change
from pipelines.analysis.capacity.forecasts import Forecast
from pipelines.analysis.capacity.queues import SLOTS, WEEK, Queue
from pipelines.planning.intervals import OVERDISPERSED, carried_load, pooled_dispersion
from pipelines.planning.staffing import Service, planned_agents, root_agents, stressed_agents

INTERVAL_S = 600.0
Week = np.ndarray


@dataclass(frozen=True)
class Desk:
    """A queue as a plan sees it.

    Attributes:
        per_first: contacts that people take per first contact of the day, shape (7, 144).
        is_open: shape (7, 144).
        service: null where work is asynchronous, and `handle_s` seconds of it are planned as hours.
        handle_s: mean handle time today, seconds; patience: of a live queue.
        dispersion: variance over mean of counts, null where not known.
        workload_occupancy: share of time on the line that asynchronous work may fill.
    """

    queue: Queue
    forecast: Forecast
    per_first: Week
    is_open: Week
    handle_s: float
    service: Service | None
    patience: Number | None
    dispersion: float | None
    workload_occupancy: float

    @property
    def is_overdispersed(self) -> bool:
        return self.dispersion is not None and self.dispersion > OVERDISPERSED


@dataclass(frozen=True)
class Need:
    """One week of a queue, each of shape (7, 144).

    Attributes:
        contacts: expected for people. agents, stressed, root: people on the line by Erlang A, Erlang C and the
            square-root rule; for asynchronous work all three are its hours.
        carried: people's time for what came while the queue was closed, and for asynchronous work, spread over open
            time.
    """

    contacts: Week
    agents: Week
    stressed: Week
    root: Week
    carried: Week

    def hours(self, agents: Week) -> float:
        """Hours on the line in the week."""
        return float((agents + self.carried).sum()) * INTERVAL_S / 3600


def desk(
    queue: Queue,
    forecast: Forecast,
    handle_s: float,
    service: Service | None,
    patience: Number | None,
    workload_occupancy: float,
) -> Desk:
    first = queue.typical(queue.first).sum(axis=1, keepdims=True)
    people = queue.typical(queue.to_people)
    per_first = np.divide(people, first, out=np.zeros_like(people), where=first > 0)
    return Desk(
        queue,
        forecast,
        per_first,
        queue.is_open(),
        handle_s,
        service,
        patience,
        _dispersion(queue),
        workload_occupancy,
    )


def week_need(desk: Desk, first_contacts: Week, change: Change) -> Need:
    """What the days of a week ask for.

    Args:
        first_contacts: shape (7,), Monday first. change: a scenario over today.

    Contacts that come while the queue is closed are worked off while it is open, like asynchronous work; a queue that
    is never open is taken to be always open.
    """
    contacts = desk.per_first * first_contacts[:, None] * change.contacts
    handle_s = desk.handle_s * change.handle_time
    is_open = desk.is_open if desk.is_open.any() else np.ones((WEEK, SLOTS), dtype=bool)
    nothing = np.zeros((WEEK, SLOTS))
    if desk.service is None:
        return Need(contacts, nothing, nothing, nothing, _spread(contacts.sum(), handle_s, is_open, desk))
    service = replace(desk.service, handle_s=handle_s)
    live = np.where(is_open, contacts, 0.0)
    flat = live.ravel()
    # The week repeats: what Sunday night leaves behind is on the line on Monday.
    load = carried_load(np.concatenate([flat, flat]), INTERVAL_S, service.session_s)[flat.size :]
    load = np.where(is_open, load.reshape(WEEK, SLOTS), 0.0)
    late = float(contacts.sum() - live.sum())
    return Need(
        contacts,
        planned_agents(load, service).astype(float),
        stressed_agents(load, service).astype(float),
        root_agents(load, service).astype(float),
        _spread(late, handle_s, is_open, desk),
    )


def _spread(contacts: float, handle_s: float, is_open: Week, desk: Desk) -> Week:
    people = contacts * handle_s / desk.workload_occupancy / INTERVAL_S / is_open.sum()
    return np.where(is_open, people, 0.0)


def _dispersion(queue: Queue) -> float | None:
    """Of open intervals, over the same weekday of the last twelve weeks."""
    counts = queue.recent(queue.to_people)
    whole = len(counts) // WEEK * WEEK
    if not whole:
        return None
    weeks = counts[-whole:].reshape(-1, WEEK * SLOTS)
    offset = queue.weekday[-whole]
    is_open = np.roll(queue.is_open(), -int(offset), axis=0).ravel()
    return pooled_dispersion(weeks[:, is_open]) if is_open.any() else None
