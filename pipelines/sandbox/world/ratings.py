"""What customers said when asked: the satisfied answer more often, and people's customers more than the AI agent's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, HOUR
from pipelines.sandbox.world.contacts import NEVER, Contacts, World, luck
from pipelines.sandbox.world.draws import Flags, Floats, Ints, exponential
from pipelines.sandbox.world.tickets import Tickets

NOT_ASKED, LEGACY, SURVEY, IN_CHAT = range(4)


@dataclass(frozen=True)
class Ratings:
    """Per contact: where it was asked, when, the true satisfaction, and the answer (score 1 to 5, 0 for none)."""

    where: Ints
    asked_at: Ints
    answered_at: Ints
    score: Ints
    is_satisfied: Flags
    # What waiting took off the chance to be satisfied.
    waiting_cost: Floats


def ratings(world: World, contacts: Contacts, tickets: Tickets, roots: int, waiting_cost: Floats) -> Ratings:
    """Ask after the end, wait for an answer; most never give one."""

    def lot(name: str) -> Floats:
        return luck(world, contacts, roots, name)

    person = contacts.needs_person
    substantive = (
        np.where(person, ~contacts.gives_up_waiting, contacts.is_engaged) & ~contacts.is_spam & ~contacts.is_test
    )
    ended = np.where(tickets.exists, tickets.solved_at, contacts.ai_ends_at)
    asked = substantive & (ended != NEVER) & (lot("rating/asked") < np.where(person, 0.88, 0.75))
    asked_at = np.where(asked, ended + np.where(tickets.exists, HOUR, 60), NEVER)

    likes = np.where(contacts.is_resolved, 0.89, 0.24) - np.where(person, 0.0, 0.05) - 0.12 * contacts.is_in_gap
    satisfied = lot("rating/satisfied") < likes - waiting_cost
    answers = np.where(person, np.where(satisfied, 0.36, 0.21), np.where(satisfied, 0.18, 0.10))
    answered = asked & (lot("rating/answers") < answers)
    # A customer who said so in the chat does not say the opposite in the survey.
    satisfied = np.where(contacts.confirms & ~person, True, satisfied)
    satisfied = np.where(contacts.complains & ~person, False, satisfied)
    shade = lot("rating/shade")
    score = np.where(satisfied, np.where(shade < 0.62, 5, 4), np.where(shade < 0.5, 1, np.where(shade < 0.8, 2, 3)))
    delay = 60 + np.minimum(exponential(lot("rating/delay"), 5 * HOUR), 20 * DAY)
    survey_from = world.clock.local_to_utc_scalar(c.SURVEY_FROM)
    where = np.where(tickets.exists, np.where(asked_at < survey_from, LEGACY, SURVEY), IN_CHAT)
    answered_at = np.where(answered, asked_at + delay.astype(np.int64), NEVER)
    return Ratings(
        where=np.where(asked, where, NOT_ASKED),
        asked_at=asked_at,
        answered_at=answered_at,
        score=np.where(answered, score, 0),
        is_satisfied=satisfied,
        waiting_cost=waiting_cost,
    )
