"""The AI vendor's view: the messages of every chat, its judge's verdict and its clock of changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import HOUR
from pipelines.sandbox.world.contacts import NEVER, NOT_HANDED, Contacts, World, luck
from pipelines.sandbox.world.draws import Flags, Floats, Ints
from pipelines.sandbox.world.jobs import Jobs
from pipelines.sandbox.world.ratings import IN_CHAT, Ratings
from pipelines.sandbox.world.tickets import chat_turns

# What a message says; the names are the template keys.
CHAT_TEXTS = (
    "greeting_disclosed",
    "greeting_plain",
    "open",
    "more",
    "answer",
    "ask_human",
    "decline_human",
    "connect",
    "handoff",
    "confirm",
    "negative",
    "after_handoff",
)
(GREETING, GREETING_PLAIN, OPENING, MORE, ANSWER, ASK_HUMAN, DECLINE, CONNECT, HANDOFF, CONFIRM, NEGATIVE, AFTER) = (
    range(12)
)
BY_AI, BY_CUSTOMER = range(2)
EVALUATED_AFTER = 24 * HOUR


@dataclass(frozen=True)
class Messages:
    """One row per chat message, by conversation and order within it."""

    contact: Ints
    number: Ints
    at: Ints
    by: Ints
    text: Ints


@dataclass(frozen=True)
class Verdicts:
    """Per contact: the vendor's own judgement (meaningless unless evaluated) and when it came (`NEVER`: not at all)."""

    evaluated_at: Ints
    says_resolved: Flags


REPEATS_ITSELF = 0.2


def messages(world: World, contacts: Contacts, jobs: Jobs, roots: int) -> Messages:
    """All turns of the customer and the AI agent, and the customer's turns after a hand-off.

    Some begin those by saying again, word for word, what they had told the AI agent.
    """
    rows = np.nonzero(contacts.channel == c.CHAT)[0]
    parts: list[tuple[Ints, Ints, int, Ints]] = []

    def add(contact: Ints, at: Ints, by: int, text: Ints | int) -> None:
        parts.append((contact, at, by, np.broadcast_to(np.asarray(text, dtype=np.int64), contact.shape)))

    add(rows, contacts.at[rows] + 1, BY_AI, np.where(contacts.is_disclosed[rows], GREETING, GREETING_PLAIN))
    turns = contacts.turns[rows]
    contact = np.repeat(rows, turns)
    i = np.arange(len(contact)) - np.repeat(np.cumsum(turns) - turns, turns)
    last = i == contacts.turns[contact] - 1
    handed = contacts.hand_over[contact] != NOT_HANDED
    asked = contacts.asked_turn[contact] == i
    said = np.where(asked, ASK_HUMAN, np.where(i == 0, OPENING, MORE))
    add(contact, contacts.message_at[contact, i], BY_CUSTOMER, said)
    answered = np.where(last & handed, CONNECT, np.where(asked, DECLINE, ANSWER))
    add(contact, contacts.answer_at[contact, i], BY_AI, answered)
    passed = rows[contacts.hand_over[rows] != NOT_HANDED]
    add(passed, contacts.handed_at[passed], BY_AI, HANDOFF)
    closing = rows[contacts.last_words_at[rows] != NEVER]
    add(closing, contacts.last_words_at[closing], BY_CUSTOMER, np.where(contacts.confirms[closing], CONFIRM, NEGATIVE))
    live = np.nonzero(contacts.channel[jobs.contact] == c.CHAT)[0]
    job, _, heard = chat_turns(jobs, live)
    there = heard != NEVER
    live_contact = jobs.contact[job[there]]
    newly = np.concatenate([[True], live_contact[1:] != live_contact[:-1]]) if len(live_contact) else there[there]
    again = luck(world, contacts, roots, "chat/repeats")[live_contact] < REPEATS_ITSELF
    add(live_contact, heard[there], BY_CUSTOMER, np.where(newly & again, OPENING, AFTER))

    contact = np.concatenate([p[0] for p in parts])
    at = np.concatenate([p[1] for p in parts])
    by = np.concatenate([np.full(len(p[0]), p[2], dtype=np.int64) for p in parts])
    text = np.concatenate([p[3] for p in parts])
    order = np.lexsort((np.arange(len(at)), at, contact))
    contact, at, by, text = contact[order], at[order], by[order], text[order]
    starts = np.concatenate([[True], contact[1:] != contact[:-1]]) if len(contact) else np.zeros(0, dtype=bool)
    first = np.nonzero(starts)[0]
    number = np.arange(len(contact)) - np.repeat(first, np.diff(np.append(first, len(contact))))
    return Messages(contact, number, at, by, text)


def verdicts(world: World, contacts: Contacts, ratings: Ratings, roots: int) -> Verdicts:
    """The vendor's judge reads the transcript a day later; it is lenient with contacts that merely ended."""

    def lot(name: str) -> Floats:
        return luck(world, contacts, roots, name)

    chat = contacts.channel == c.CHAT
    evaluated = chat & contacts.is_engaged & ~contacts.is_unlabelled & (lot("judge/sampled") < 0.94)
    wait = EVALUATED_AFTER + (lot("judge/hour") * 2 * HOUR).astype(np.int64)
    lenient = np.where(contacts.is_resolved, 0.93, np.where(contacts.complains, 0.1, 0.75))
    lenient = np.where(contacts.hand_over != NOT_HANDED, 0.1, lenient)
    lenient = np.where((ratings.where == IN_CHAT) & (ratings.score > 0) & (ratings.score <= 2), 0.2, lenient)
    return Verdicts(
        evaluated_at=np.where(evaluated, contacts.ai_ends_at + wait, NEVER),
        says_resolved=evaluated & (lot("judge/verdict") < lenient),
    )
