"""The helpdesk's view: which conversations have a ticket, and every change that ticket goes through."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import HOUR
from pipelines.sandbox.world.contacts import NEVER, Contacts, World
from pipelines.sandbox.world.draws import Flags, Ints
from pipelines.sandbox.world.jobs import FIRST, FOLLOW_UP, REOPEN, TRANSFER, Jobs

NO_STATUS, NEW, OPEN, PENDING, HOLD, SOLVED, CLOSED, DELETED = range(8)
STATUSES = ("", "new", "open", "pending", "hold", "solved", "closed", "deleted")
# Who made the change.
SYSTEM, REQUESTER, AGENT = range(3)
NO_COMMENT, PUBLIC, INTERNAL = range(3)
# What the comment says.
TEXTS = (
    "none",
    "open",
    "transcript",
    "call_in",
    "reply",
    "detail",
    "note",
    "again",
    "call",
    "chat_reply",
    "chat_detail",
)
NONE, OPENING, TRANSCRIPT, CALL_IN, REPLY, DETAIL, NOTE, AGAIN, CALL, CHAT_REPLY, CHAT_DETAIL = range(len(TEXTS))
# Other marks a change can carry.
NO_MARK, ABANDONED, ESCALATED, TIER, RATED, SPAM = range(6)

NOBODY = -2
UNCHANGED = -1
CLOSES_AFTER = 96 * HOUR
TIER_AFTER = 72 * HOUR
MAX_CHAT_REPLIES = 6


@dataclass(frozen=True)
class Changes:
    """One row per change of a ticket, in order of time. `rank` orders changes of the same second."""

    contact: Ints
    at: Ints
    rank: Ints
    by: Ints
    agent: Ints
    comment: Ints
    text: Ints
    status: Ints
    group: Ints
    assignee: Ints
    mark: Ints

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Tickets:
    """Per contact: whether it has a ticket, since when, and when it was solved for the last time (else `NEVER`)."""

    exists: Flags
    created_at: Ints
    solved_at: Ints


class _Log:
    """Collects changes kind by kind."""

    def __init__(self) -> None:
        self.parts: list[dict[str, Ints]] = []

    def add(self, contact: Ints, at: Ints, rank: int | Ints, by: int, **more: int | Ints) -> None:
        n = len(contact)
        row = {
            "contact": contact,
            "at": at,
            "rank": rank,
            "by": by,
            "agent": UNCHANGED,
            "comment": NO_COMMENT,
            "text": NONE,
        }
        row |= {"status": NO_STATUS, "group": UNCHANGED, "assignee": UNCHANGED, "mark": NO_MARK} | more
        self.parts.append({k: np.broadcast_to(np.asarray(v, dtype=np.int64), (n,)) for k, v in row.items()})

    def changes(self) -> Changes:
        columns = {f.name: np.concatenate([p[f.name] for p in self.parts]) for f in fields(Changes)}
        order = np.lexsort((columns["rank"], columns["contact"], columns["at"]))
        return Changes(**{k: v[order] for k, v in columns.items()})


def chat_replies(seconds: Ints) -> Ints:
    """How many messages an agent writes in a stretch of live chat."""
    return np.clip(1 + seconds // 240, 1, MAX_CHAT_REPLIES)


def chat_turns(jobs: Jobs, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Times within live-chat stretches: (row of `jobs`, the agent's message, the customer's message after it).

    The customer's time is `NEVER` after the agent's last message.
    """
    length = jobs.ended_at[rows] - jobs.started_at[rows]
    count = chat_replies(length)
    row = np.repeat(rows, count)
    first = np.repeat(np.cumsum(count) - count, count)
    i = np.arange(len(row)) - first
    n = np.repeat(count, count)
    step = (np.repeat(length, count) - 20) // n
    said = jobs.started_at[row] + 12 + i * step
    heard = np.where(i < n - 1, said + np.maximum(step // 2, 1), NEVER)
    return row, said, heard


def tickets(world: World, contacts: Contacts, jobs: Jobs) -> tuple[Tickets, Changes]:
    """Every ticket and every change, whether before the world's end or after."""
    log = _Log()
    ai_tickets_from = world.clock.local_to_utc_scalar(c.AI_TICKETS_FROM)
    chat = contacts.channel == c.CHAT
    from_start = chat & (contacts.at >= ai_tickets_from) & ~contacts.is_test
    exists = contacts.needs_person | from_start
    created = np.where(from_start, contacts.at + 1, np.where(chat, contacts.queued_at, contacts.at))
    created = np.where(exists, created, NEVER)
    _creation(log, contacts, exists, created, from_start)
    _work(log, contacts, jobs)
    solved = _endings(log, world, contacts, jobs, exists)
    return Tickets(exists, created, solved), log.changes()


def _creation(log: _Log, contacts: Contacts, exists: Flags, created: Ints, from_start: Flags) -> None:
    group = np.where(contacts.needs_person & ~from_start, contacts.group, UNCHANGED)
    opening = np.array([TRANSCRIPT, OPENING, OPENING, CALL_IN, OPENING, OPENING])[contacts.channel]
    for channel in range(len(c.CHANNELS)):
        rows = np.nonzero(exists & (contacts.channel == channel))[0]
        is_chat = channel == c.CHAT
        log.add(
            rows,
            created[rows],
            0,
            SYSTEM if is_chat else REQUESTER,
            comment=INTERNAL if is_chat else PUBLIC,
            text=opening[rows],
            status=np.where(from_start[rows], OPEN, NEW),
            group=group[rows],
            mark=np.where(is_chat & ~from_start[rows], ESCALATED, NO_MARK),
        )
    passed_on = np.nonzero(from_start & contacts.needs_person)[0]
    log.add(passed_on, contacts.queued_at[passed_on], 1, SYSTEM, group=contacts.group[passed_on], mark=ESCALATED)


def _work(log: _Log, contacts: Contacts, jobs: Jobs) -> None:
    contact, channel = jobs.contact, contacts.channel[jobs.contact]
    live = np.isin(channel, (c.CHAT, c.MESSAGING, c.HELD_OUT))
    spam = contacts.is_spam[contact]
    moved_on = (jobs.kind == FIRST) & contacts.is_transferred[contact]
    waits_for_reply = (jobs.kind == FIRST) & contacts.has_follow_up[contact]

    taken = np.nonzero((jobs.kind == FIRST) | (jobs.kind == TRANSFER))[0]
    log.add(
        contact[taken],
        jobs.started_at[taken],
        2,
        AGENT,
        agent=jobs.agent[taken],
        assignee=jobs.agent[taken],
        status=OPEN,
    )

    back = np.nonzero((jobs.kind == FOLLOW_UP) | (jobs.kind == REOPEN))[0]
    words = np.where(jobs.kind[back] == REOPEN, AGAIN, DETAIL)
    log.add(contact[back], jobs.asked_at[back], 1, REQUESTER, comment=PUBLIC, text=words, status=OPEN)

    row, said, heard = chat_turns(jobs, np.nonzero(live)[0])
    log.add(contact[row], said, 3, AGENT, agent=jobs.agent[row], comment=PUBLIC, text=CHAT_REPLY)
    # In a chat handed over by the AI agent the customer's words stay in the chat.
    heard_here = (heard != NEVER) & (channel[row] != c.CHAT)
    log.add(contact[row][heard_here], heard[heard_here], 3, REQUESTER, comment=PUBLIC, text=CHAT_DETAIL)

    handed_on = np.nonzero(moved_on)[0]
    log.add(
        contact[handed_on],
        jobs.ended_at[handed_on],
        5,
        AGENT,
        agent=jobs.agent[handed_on],
        comment=INTERNAL,
        text=NOTE,
        group=c.GROUP_SPECIALISTS,
        assignee=NOBODY,
    )
    dropped = np.nonzero(spam)[0]
    log.add(contact[dropped], jobs.ended_at[dropped], 5, AGENT, agent=jobs.agent[dropped], status=DELETED, mark=SPAM)
    done = np.nonzero(~spam & ~moved_on)[0]
    log.add(
        contact[done],
        jobs.ended_at[done],
        4,
        AGENT,
        agent=jobs.agent[done],
        comment=np.where(live[done], NO_COMMENT, PUBLIC),
        text=np.where(live[done], NONE, np.where(channel[done] == c.VOICE, CALL, REPLY)),
        status=np.where(waits_for_reply[done], PENDING, SOLVED),
    )


def _endings(log: _Log, world: World, contacts: Contacts, jobs: Jobs, exists: Flags) -> Ints:
    alone = np.nonzero(exists & ~contacts.needs_person)[0]
    log.add(alone, contacts.ai_ends_at[alone] + 600, 6, SYSTEM, status=SOLVED)
    left = np.nonzero(contacts.gives_up_waiting)[0]
    log.add(left, contacts.gave_up_at[left], 6, SYSTEM, status=SOLVED, mark=ABANDONED)

    solved = np.zeros(len(contacts), dtype=np.int64)
    np.maximum.at(solved, jobs.contact, jobs.ended_at)
    solved[alone] = contacts.ai_ends_at[alone] + 600
    solved[left] = contacts.gave_up_at[left]
    solved = np.where(exists & ~contacts.is_spam, solved, NEVER)
    closing = np.nonzero(solved != NEVER)[0]
    log.add(closing, solved[closing] + CLOSES_AFTER, 8, SYSTEM, status=CLOSED)
    tiers_from = world.clock.local_to_utc_scalar(c.TIERS_FROM)
    judged = closing[(contacts.channel[closing] == c.CHAT) & (solved[closing] >= tiers_from)]
    log.add(judged, solved[judged] + TIER_AFTER, 7, SYSTEM, mark=TIER)
    return solved


def with_ratings(changes: Changes, contact: Ints, answered_at: Ints) -> Changes:
    """The changes and, among them, the moment each rating given in the helpdesk reached its ticket."""
    log = _Log()
    log.parts.append({f.name: getattr(changes, f.name) for f in fields(Changes)})
    log.add(contact, answered_at, 9, REQUESTER, mark=RATED)
    return log.changes()
