"""Threads of a messenger: who comes back to the chat soon writes on in the same window."""

from __future__ import annotations

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import HOUR
from pipelines.sandbox.world.contacts import LEVELS, NEVER, Contacts
from pipelines.sandbox.world.draws import Ints

OPEN_FOR = 72 * HOUR


def threads(contacts: Contacts) -> Ints:
    """Per contact, the first contact of the thread that it belongs to; its own number where it begins one.

    A chat continues the one before it when the AI agent was alone in that one and fell silent less than 72 hours ago.
    """
    n = len(contacts)
    key = contacts.root * LEVELS + contacts.level
    row_of = np.full((int(contacts.root.max()) + 1) * LEVELS if n else 0, -1, dtype=np.int64)
    row_of[key] = np.arange(n)
    before = np.where(contacts.level > 0, row_of[np.maximum(key - 1, 0)], -1) if n else key
    thread = np.arange(n, dtype=np.int64)
    for level in range(1, LEVELS):
        rows = np.nonzero((contacts.level == level) & (before >= 0))[0]
        last = before[rows]
        goes_on = (
            (contacts.channel[rows] == c.CHAT)
            & (contacts.channel[last] == c.CHAT)
            & contacts.is_engaged[last]
            & ~contacts.needs_person[last]
            & (contacts.at[rows] - contacts.ai_ends_at[last] <= OPEN_FOR)
        )
        thread[rows[goes_on]] = thread[last[goes_on]]
    return thread


def next_in_thread(contacts: Contacts, thread: Ints) -> Ints:
    """Per contact, when the customer wrote on in the same thread, `NEVER` if not (before the world's end)."""
    order = np.lexsort((contacts.at, thread))
    later = np.full(len(contacts), NEVER, dtype=np.int64)
    same = thread[order][1:] == thread[order][:-1]
    later[order[:-1][same]] = contacts.at[order[1:][same]]
    return later
