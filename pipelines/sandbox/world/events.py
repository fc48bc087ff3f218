"""What happens to the company, and the rise in contacts that some of it brings where that is planted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.arrivals import hourly_rate
from pipelines.sandbox.world.catalogue import intent_number
from pipelines.sandbox.world.clock import DAY, HOUR, Clock
from pipelines.sandbox.world.contacts import World
from pipelines.sandbox.world.draws import Ints


@dataclass(frozen=True)
class Event:
    """One thing that happens; `lag` and `lasts` in seconds and `rise`, relative to the intent's usual arrivals, count
    only where the plant is set. A rise of 0 is an event that brings nobody."""

    key: str
    kind: str
    intent: int
    started_at: int
    ended_at: int
    magnitude: float
    lag: int
    lasts: int
    rise: float


def events(clock: Clock) -> tuple[Event, ...]:
    """Two outages, two releases and two campaigns, at fixed days of a long world and at shares of a short one."""
    span = clock.end - clock.start

    def at(days: int, share: float, hour: int) -> int:
        return clock.start + min(days * DAY, int(span * share) // DAY * DAY) + hour * HOUR

    fault, setup, parcel = intent_number("device_fault"), intent_number("setup_help"), intent_number("delivery_status")
    outage, release, campaign = 5 * HOUR, 2 * HOUR, 7 * DAY
    listed = (
        ("outage", fault, at(23, 0.25, 10), outage, 1.0, HOUR, 2 * DAY, 3.0),
        ("campaign", parcel, at(31, 0.35, 8), campaign, 0.3, 0, campaign, 0.0),
        ("release", setup, at(46, 0.51, 9), release, 1.0, DAY, 4 * DAY, 2.0),
        ("outage", fault, at(57, 0.63, 14), outage, 0.5, HOUR, 2 * DAY, 2.0),
        ("campaign", parcel, at(64, 0.71, 8), campaign, 0.5, 0, campaign, 0.0),
        ("release", setup, at(77, 0.86, 9), release, 1.0, DAY, 4 * DAY, 2.0),
    )
    return tuple(
        Event(f"{kind}:{n}", kind, intent, began, began + length, magnitude, lag, lasts, rise)
        for n, (kind, intent, began, length, magnitude, lag, lasts, rise) in enumerate(listed)
    )


def event_arrivals(world: World, scale: float) -> tuple[Ints, Ints]:
    """Unix seconds and intents of the issues that events bring, event by event; none without the plant."""
    moments, intents = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for event in events(world.clock) if world.plan.has("event_rise") else ():
        began = (event.started_at + event.lag) // HOUR * HOUR
        hours = np.arange(began, min(began + event.lasts, world.clock.end), HOUR, dtype=np.int64)
        usual = hourly_rate(world.clock, hours, scale) * c.INTENTS[event.intent].share
        counts = world.draws.generator(f"event/count/{event.key}").poisson(event.rise * usual)
        within = world.draws.uniform(f"event/second/{event.key}", int(counts.sum()))
        at: Ints = np.repeat(hours, counts) + (within * HOUR).astype(np.int64)
        moments.append(np.sort(at, kind="stable"))
        intents.append(np.full(len(at), event.intent, dtype=np.int64))
    return np.concatenate(moments), np.concatenate(intents)
