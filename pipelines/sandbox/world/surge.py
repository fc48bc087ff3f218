"""A surge of arrivals that nobody staffed for: what comes on top, how long it makes people wait, what that costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.arrivals import hourly_rate
from pipelines.sandbox.world.clock import HOUR
from pipelines.sandbox.world.contacts import Contacts, Pressure, World
from pipelines.sandbox.world.draws import Floats, Ints
from pipelines.sandbox.world.jobs import FIRST, Jobs
from pipelines.sandbox.world.staff import SLOT

# Rounds in which those who wait too long leave, which shortens the wait for the others.
ROUNDS = 4
# The wait from which on it costs all it can: on the line or in the window, and in writing.
LONGEST_LIVE, LONGEST_WRITTEN = HOUR // 2, 5 * HOUR

Play = Callable[[World], tuple[Contacts, Jobs]]


def extra_arrivals(world: World, scale: float) -> Ints:
    """Sorted unix seconds of the issues that only the surge brings; none without the plant."""
    plan, draws = world.plan, world.draws
    if not plan.has("volume_surge"):
        return np.zeros(0, dtype=np.int64)
    hours = np.arange(plan.surge_from, min(plan.surge_until, world.clock.end), HOUR, dtype=np.int64)
    counts = draws.generator("surge/count").poisson(plan.surge_share * hourly_rate(world.clock, hours, scale))
    within = draws.uniform("surge/second", int(counts.sum()))
    at: Ints = np.repeat(hours, counts) + (within * HOUR).astype(np.int64)
    return np.sort(at, kind="stable")


def waited(contacts: Contacts, work: Jobs) -> Ints:
    """Seconds each contact stood in the queue of a person at work; 0 for those who never came so far."""
    seconds = np.zeros(len(contacts), dtype=np.int64)
    first = work.kind == FIRST
    rows = work.contact[first]
    seconds[rows] = work.started_at[first] - contacts.free_from[rows]
    return seconds


def pressure(world: World, usual: tuple[Contacts, Jobs], play: Play) -> Pressure:
    """What the surge adds to the wait of each group and half hour once nobody leaves or stays without reason."""
    before = _waits(world, *usual)
    added = np.zeros_like(before)
    for n in range(ROUNDS):
        now = _waits(world, *play(_pressed(world, added)))
        added += (np.maximum(0.0, now - before) - added) / (n + 1)
    return Pressure(world.clock.start, added)


def _pressed(world: World, added: Floats) -> World:
    return replace(world, pressure=Pressure(world.clock.start, added))


def _waits(world: World, contacts: Contacts, work: Jobs) -> Floats:
    """Mean wait by group and half hour, shape (groups, half hours)."""
    slots = (world.clock.end - world.clock.start) // SLOT + 1
    first = work.kind == FIRST
    rows = work.contact[first]
    key = contacts.group[rows] * slots + np.clip((contacts.free_from[rows] - world.clock.start) // SLOT, 0, slots - 1)
    size = len(c.GROUPS) * slots
    n = np.bincount(key, minlength=size)
    total = np.bincount(key, weights=(work.started_at[first] - contacts.free_from[rows]), minlength=size)
    return (total / np.maximum(n, 1)).reshape(len(c.GROUPS), slots)


def waiting_cost(world: World, contacts: Contacts, waits: Ints) -> Floats:
    """What waiting takes off the chance to be satisfied: nothing but in a planted surge and after it.

    In every other world satisfaction does not depend on waiting, so that what is planted about quality never reaches
    other people's customers through the queues.
    """
    plan = world.plan
    if not plan.has("volume_surge"):
        return np.zeros(len(contacts))
    longest = np.where(np.isin(contacts.channel, c.LIVE), LONGEST_LIVE, LONGEST_WRITTEN)
    share = np.minimum(1.0, waits / longest)
    return np.where(contacts.at >= plan.surge_from, plan.surge_cost * share, 0.0)
