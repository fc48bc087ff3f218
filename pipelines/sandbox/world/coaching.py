"""Coaching: who begins when, and which planned sessions took place.

Sessions are held in every world and follow what people did before anything was planted, so that a plant moves none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, HOUR
from pipelines.sandbox.world.contacts import NEVER, Contacts, World, luck
from pipelines.sandbox.world.draws import Floats, Ints
from pipelines.sandbox.world.staff import SLOT, TIME_OFF, TRAINING, Shifts, training_weekday

WEEK = 7 * DAY
# A quarter of those who could be coached begin each week, until six of ten have begun: the coaches have no more time.
WAVE_SHARE, COACHED_SHARE = 1 / 4, 0.6
# Nobody is coached in the first weeks on the job.
SETTLED = 28 * DAY
# A lead knows a month by a few reviewed contacts, about one in twelve.
MONTH, REVIEWED_SHARE = 28 * DAY, 0.08
SESSION_SLOT = 2
FIRST_SECONDS, SECONDS = 2700, 1800
AGENTS_PER_COACH = 9
DIMENSIONS = ("correct", "complete", "next_step")
NOT_CANCELLED, ABSENCE, QUEUE, MEETING = range(4)
CANCELLED_FOR = (None, "absence", "queue", "meeting")
QUEUE_CANCELS, MEETING_CANCELS = 0.10, 0.05


@dataclass(frozen=True)
class Starts:
    """Per agent: the Monday of the first planned week (`NEVER` for none), and whether a bad month was the reason."""

    week: Ints
    after_bad_month: np.ndarray


@dataclass(frozen=True)
class Sessions:
    """One row per planned session, in order of `planned_at`; unix seconds, `NEVER` where it did not happen."""

    agent: Ints
    number: Ints
    planned_at: Ints
    delivered_at: Ints
    cancelled_at: Ints
    reason: Ints
    seconds: Ints
    dimension: Ints


def starts(world: World, usual: Contacts, roots: int) -> Starts:
    """Waves of beginners, week after week.

    In every second hire class a lead picks those whose last month looked worst, by few reviewed contacts: they would
    recover in part without any coaching. In the others the order is drawn.
    """
    staff, clock = world.staff, world.clock
    n = len(staff)
    week = np.full(n, NEVER)
    is_bad = np.zeros(n, dtype=bool)
    order = world.draws.uniform("coaching/order", n)
    classes = np.unique(staff.cohort_month)
    picked = np.searchsorted(classes, staff.cohort_month) % 2 == 1
    reviewed = luck(world, usual, roots, "quality/round") < REVIEWED_SHARE
    reviewed &= usual.needs_person & ~usual.gives_up_waiting & ~usual.is_spam & ~usual.is_transferred
    today = clock.local(np.array([world.plan.coaching_from], dtype=np.int64)) // DAY
    monday = clock.at_local((today + 2) // 7 * 7 + 4, 0)
    at = int(monday[0])
    number = 0
    while at < clock.end:
        settled = (staff.hired_on * DAY + SETTLED <= at) & (staff.left_on * DAY > at + 2 * WEEK)
        able = settled & (staff.group != c.GROUP_SPECIALISTS)
        free = min(round(able.sum() * WAVE_SHARE), round(able.sum() * COACHED_SHARE) - int((week[able] != NEVER).sum()))
        waiting = able & (week == NEVER)
        score = _month(usual, reviewed, at, n)
        # The two ways of choosing take turns, the larger half of an odd number going to each in turn.
        by_month = max(0, (free + number % 2) // 2)
        bad = _first(np.nonzero(waiting & picked)[0], score, by_month)
        drawn = _first(np.nonzero(waiting & ~picked)[0], order, max(0, free - by_month))
        week[bad], is_bad[bad] = at, True
        week[drawn] = at
        at, number = at + WEEK, number + 1
    return Starts(week, is_bad)


def _month(usual: Contacts, reviewed: np.ndarray, at: int, agents: int) -> Floats:
    """Share resolved among each agent's reviewed contacts of the month before; 1 without any."""
    rows = reviewed & (usual.at >= at - MONTH) & (usual.at < at)
    seen = np.bincount(usual.agent[rows], minlength=agents)
    good = np.bincount(usual.agent[rows], weights=usual.is_resolved[rows], minlength=agents)
    return np.where(seen > 0, good / np.maximum(seen, 1), 1.0)


def _first(rows: Ints, key: Floats, count: int) -> Ints:
    return rows[np.lexsort((rows, key[rows]))][:count]


def sessions(world: World, planned: Shifts, begun: Starts) -> Sessions:
    """One session a week in the hour kept for training, from the first week on to the world's end."""
    staff, clock = world.staff, world.clock
    day = clock.local(planned.starts_at) // DAY
    weekday = (day + 3) % 7
    training = np.array([training_weekday(staff, a) for a in range(len(staff))], dtype=np.int64)
    at = planned.starts_at + SESSION_SLOT * SLOT
    slot = planned.plan[:, SESSION_SLOT]
    held = (weekday == training[planned.agent]) & ((slot == TRAINING) | (slot == TIME_OFF))
    rows = np.nonzero(held & (at >= begun.week[planned.agent]) & (at < clock.end))[0]
    rows = rows[np.lexsort((at[rows], planned.agent[rows]))]
    agent, at = planned.agent[rows], at[rows]
    first = np.searchsorted(agent, agent)
    number = np.arange(len(agent)) - first
    u = np.empty(len(agent))
    for a in np.unique(agent):
        mine = agent == a
        u[mine] = world.draws.uniform(f"coaching/cancelled/{a}", int(mine.sum()))
    reason = np.where(u < QUEUE_CANCELS, QUEUE, np.where(u < QUEUE_CANCELS + MEETING_CANCELS, MEETING, NOT_CANCELLED))
    reason = np.where(slot[rows] == TIME_OFF, ABSENCE, reason)
    notice = np.array([0, 2 * HOUR, 900, DAY])[reason]
    delivered = reason == NOT_CANCELLED
    order = np.lexsort((agent, at))
    columns = (
        agent,
        number,
        at,
        np.where(delivered, at, NEVER),
        np.where(delivered, NEVER, at - notice),
        reason,
        np.where(number == 0, FIRST_SECONDS, SECONDS),
        (agent + number // 4) % len(DIMENSIONS),
    )
    return Sessions(*(column[order] for column in columns))


def coached_from(held: Sessions, agents: int) -> Ints:
    """Per agent the end of the first session that took place, `NEVER` without one."""
    at = np.full(agents, NEVER)
    np.minimum.at(at, held.agent, np.where(held.delivered_at == NEVER, NEVER, held.delivered_at + held.seconds))
    return at
