"""Stretches of work: who worked on which conversation from when to when, with everybody's queue taken into account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.errors import HavenError
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.contacts import Contacts, World, luck
from pipelines.sandbox.world.draws import Ints
from pipelines.sandbox.world.queues import fifo

# A conversation's stretches in the order in which they can occur.
FIRST, FOLLOW_UP, TRANSFER, REOPEN = range(4)
LANES = 2


@dataclass(frozen=True)
class Jobs:
    """One row per stretch, sorted by start. `asked_at` is when the customer (or colleague) began to wait for it."""

    contact: Ints
    kind: Ints
    agent: Ints
    asked_at: Ints
    started_at: Ints
    ended_at: Ints

    def __len__(self) -> int:
        return len(self.contact)


def jobs(world: World, contacts: Contacts, roots: int) -> Jobs:
    """Let every agent work through what they were given, first come first served (two chats at a time).

    A follow-up waits for the end of the stretch before it, so the queues are solved again until nothing moves.
    """
    answered = contacts.needs_person & ~contacts.gives_up_waiting
    first = np.nonzero(answered)[0]
    follow = np.nonzero(answered & contacts.has_follow_up)[0]
    moved = np.nonzero(answered & contacts.is_transferred)[0]
    reopen = np.nonzero(answered & contacts.is_reopened)[0]
    contact = np.concatenate([first, follow, moved, reopen])
    kind = np.repeat([FIRST, FOLLOW_UP, TRANSFER, REOPEN], [len(first), len(follow), len(moved), len(reopen)])
    seconds = np.concatenate(
        [
            contacts.work[first],
            contacts.follow_up_work[follow],
            contacts.transfer_work[moved],
            contacts.reopen_work[reopen],
        ]
    )
    specialist = luck(world, contacts, roots, "queue/specialist")
    agent = contacts.agent[contact].copy()
    asked = contacts.queued_at[contact].copy()
    free = contacts.free_from[contact].copy()
    row_of = np.full((4, len(contacts)), -1, dtype=np.int64)
    row_of[kind, contact] = np.arange(len(contact))
    f, m, r = (np.nonzero(kind == k)[0] for k in (FOLLOW_UP, TRANSFER, REOPEN))
    f_after, m_after = row_of[FIRST, contact[f]], row_of[FIRST, contact[m]]
    r_follow = row_of[FOLLOW_UP, contact[r]]
    r_after = np.where(r_follow >= 0, r_follow, row_of[FIRST, contact[r]])

    ended = free + seconds
    for _ in range(60):
        asked[f] = ended[f_after] + contacts.follow_up_after[contact[f]]
        free[f] = world.roster.same(agent[f], asked[f])
        asked[m] = ended[m_after] + 20
        agent[m], free[m] = world.roster.pick(np.full(len(m), c.GROUP_SPECIALISTS), asked[m], specialist[contact[m]])
        asked[r] = ended[r_after] + contacts.reopened_after[contact[r]]
        free[r] = world.roster.same(agent[r], asked[r])
        started, now = fifo(_lane(world, agent, free), free, seconds)
        if np.array_equal(now, ended):
            break
        ended = now
    else:
        raise HavenError("the sandbox's work queues do not settle", "Choose a smaller --scale, or fewer --days")
    order = np.lexsort((kind, contact, started))
    return Jobs(*(column[order] for column in (contact, kind.astype(np.int64), agent, asked, started, ended)))


def _lane(world: World, agent: Ints, free: Ints) -> Ints:
    """Messaging agents serve two queues in turn; everybody else one."""
    order = np.lexsort((np.arange(len(agent)), free, agent))
    rank = np.empty(len(agent), dtype=np.int64)
    rank[order] = np.arange(len(agent))
    lane = rank % LANES
    return agent * LANES + np.where(world.staff.group[agent] == c.GROUP_MESSAGING, lane, 0)
