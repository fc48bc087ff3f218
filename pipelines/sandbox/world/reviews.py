"""Quality reviews: a few contacts of everybody each week, and a sample that all graders mark on the same scorecard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world.clock import DAY, HOUR
from pipelines.sandbox.world.contacts import LEVELS, NEVER, Contacts, World, luck
from pipelines.sandbox.world.draws import Flags, Floats, Ints
from pipelines.sandbox.world.jobs import TRANSFER, Jobs
from pipelines.sandbox.world.tickets import Tickets

# What a review looks at, how it is on average where the issue is resolved and where it is not, and what it weighs.
# Only the first four have to do with the outcome, as in most real scorecards.
DIMENSIONS = ("correct", "complete", "next_step", "policy", "clear", "tone", "hand_off", "record")
RESOLVED = np.array([0.79, 0.77, 0.78, 0.80, 0.76, 0.80, 0.77, 0.73])
UNRESOLVED = np.array([0.36, 0.42, 0.38, 0.70, 0.76, 0.80, 0.77, 0.73])
WEIGHTS = np.array([3.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0])
# A gap in training shows in what is said, not in how.
GAP = np.array([0.2, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
SPREAD = 0.27
TOP_LEVEL = 4
AUTO_FAIL, AUTO_FAIL_SHARE = DIMENSIONS.index("policy"), 0.015

PEOPLE = 4
AI_GRADER, VENDOR_GRADER = PEOPLE, PEOPLE + 1
GRADERS = (*(f"drop:reviewer:{n}" for n in range(PEOPLE)), "drop:grader:ai", "ada:grader")
GRADER_TYPES = (*("human",) * PEOPLE, "ai", "vendor")
# How mild each grader is, and how far its marks lie from what another would give.
MILDNESS = np.array([0.02, -0.02, 0.0, 0.03, 0.0, 0.0])
NOISE = np.array([0.05, 0.05, 0.05, 0.05, 0.06, 0.05])
# The AI grader does not hear the tone; the vendor's grader is kind to its own AI.
DEAF_TO, DEAF_NOISE = DIMENSIONS.index("tone"), 0.35
VENDOR_KINDNESS = 0.14

REVIEWS_A_PERSON, REVIEWS_OF_THE_AI = 3, 30
# Contacts of each population that all graders mark every week.
CALIBRATED = 6
WEEK = 7 * DAY


@dataclass(frozen=True)
class Reviews:
    """One row per review, in order of `at`.

    `agent` is -1 for the AI. `truth` is what the work deserved by dimension, shape (reviews, dimensions), `without`
    what it would have deserved without coaching; `levels` what the grader gave, 0 to `TOP_LEVEL`.
    """

    contact: Ints
    agent: Ints
    grader: Ints
    is_calibration: Flags
    at: Ints
    truth: Floats
    without: Floats
    levels: Ints
    is_auto_fail: Flags


def reviews(world: World, contacts: Contacts, work: Jobs, tickets: Tickets, roots: int) -> Reviews:
    """Rounds of finished weeks: held on the Tuesday to Thursday after each."""
    agent = finishers(contacts, work)
    ended = np.where(contacts.needs_person, tickets.solved_at, contacts.ai_ends_at)
    fit = ~contacts.is_spam & ~contacts.is_test & (ended != NEVER)
    fit &= np.where(contacts.needs_person, ~contacts.gives_up_waiting, contacts.is_engaged)
    rows = np.nonzero(fit)[0]
    # Days since 1970 began on a Thursday; weeks begin on Monday.
    week = (world.clock.local(ended[rows]) // DAY + 3) // 7
    who = np.where(contacts.needs_person[rows], agent[rows], -1)
    order = luck(world, contacts, roots, "quality/round")[rows]
    most = np.where(who < 0, REVIEWS_OF_THE_AI, REVIEWS_A_PERSON)
    chosen = _rank(who, week, order) < most
    round_rows, round_week = rows[chosen], week[chosen]
    shared = _rank((who < 0).astype(np.int64), week, luck(world, contacts, roots, "quality/shared")[rows]) < CALIBRATED
    shared_rows, shared_week = rows[shared], week[shared]

    graders = (0, 1, AI_GRADER, VENDOR_GRADER)
    contact = np.concatenate([round_rows, np.repeat(shared_rows, len(graders))])
    reviewed_week = np.concatenate([round_week, np.repeat(shared_week, len(graders))])
    grader = np.concatenate([(round_rows + round_week) % PEOPLE, np.tile(graders, len(shared_rows))])
    is_shared = np.repeat([False, True], [len(round_rows), len(shared_rows) * len(graders)])
    monday = world.clock.at_local((reviewed_week + 1) * 7 - 3, 0)
    pace = np.where(is_shared, 4 * DAY + 10 * HOUR, DAY + 9 * HOUR + (contact * 7919) % (2 * DAY // HOUR) * HOUR)
    at = monday + pace + grader * 60
    deserved, without = _truth(world, contacts, contact, roots)
    levels, fails = _marks(world, contacts, contact, grader, is_shared, deserved, roots)
    kept = np.nonzero(at < world.clock.end)[0]
    kept = kept[np.lexsort((grader[kept], contact[kept], at[kept]))]
    handled_by = np.where(contacts.needs_person, agent, -1)[contact]
    return Reviews(
        contact=contact[kept],
        agent=handled_by[kept],
        grader=grader[kept],
        is_calibration=is_shared[kept],
        at=at[kept],
        truth=deserved[kept],
        without=without[kept],
        levels=levels[kept],
        is_auto_fail=fails[kept],
    )


def finishers(contacts: Contacts, work: Jobs) -> Ints:
    """Per contact, the person who ends it: the specialist where it was passed on."""
    agent = contacts.agent.copy()
    moved = work.kind == TRANSFER
    agent[work.contact[moved]] = work.agent[moved]
    return agent


def _rank(who: Ints, week: Ints, order: Floats) -> Ints:
    """Place of each row among those of the same person and week, 0 first."""
    by = np.lexsort((order, week, who))
    newly = np.ones(len(by), dtype=bool)
    newly[1:] = (who[by][1:] != who[by][:-1]) | (week[by][1:] != week[by][:-1])
    starts = np.nonzero(newly)[0]
    place = np.empty(len(by), dtype=np.int64)
    place[by] = np.arange(len(by)) - np.repeat(starts, np.diff(np.append(starts, len(by))))
    return place


def _by_dimension(world: World, contacts: Contacts, contact: Ints, roots: int, name: str) -> Floats:
    """Numbers in [0, 1) that belong to contact and dimension, shape (rows, dimensions)."""
    key = contacts.root[contact] * LEVELS + contacts.level[contact]
    parts = [world.draws.uniform(f"quality/{name}/{d}", roots * LEVELS)[key] for d in DIMENSIONS]
    return np.stack(parts, axis=1) if len(key) else np.zeros((0, len(DIMENSIONS)))


def _truth(world: World, contacts: Contacts, contact: Ints, roots: int) -> tuple[Floats, Floats]:
    mean = np.where(contacts.is_resolved[contact][:, None], RESOLVED, UNRESOLVED)
    mean = mean - GAP * contacts.is_in_gap[contact][:, None]
    own = (_by_dimension(world, contacts, contact, roots, "own") - 0.5) * 2 * SPREAD
    coached = np.zeros(len(contact))
    if world.coached_from is not None:
        by_coached = contacts.at[contact] >= world.coached_from[contacts.agent[contact]]
        able = contacts.needs_person[contact] & ~contacts.is_transferred[contact]
        coached = np.where(by_coached & able, world.plan.coaching_quality, 0.0)
    return np.clip(mean + own + coached[:, None], 0, 1), np.clip(mean + own, 0, 1)


def _marks(
    world: World, contacts: Contacts, contact: Ints, grader: Ints, is_shared: Flags, deserved: Floats, roots: int
) -> tuple[Ints, Flags]:
    """Levels given, and which of them fail the review alone."""
    noise = NOISE[grader][:, None] * np.ones(len(DIMENSIONS))
    noise[grader == AI_GRADER, DEAF_TO] = DEAF_NOISE
    error = np.zeros_like(deserved)
    for g in np.unique(grader):
        mine = grader == g
        error[mine] = _by_dimension(world, contacts, contact[mine], roots, f"grader/{g}") - 0.5
    own_ai = (grader == VENDOR_GRADER) & ~contacts.needs_person[contact]
    given = deserved + MILDNESS[grader][:, None] + error * noise * 12**0.5 + VENDOR_KINDNESS * own_ai[:, None]
    levels = np.clip(np.floor(given * TOP_LEVEL + 0.5), 0, TOP_LEVEL).astype(np.int64)
    # A broken rule is plain: every grader but the vendor's sees it.
    fails = np.zeros_like(levels, dtype=bool)
    broken = luck(world, contacts, roots, "quality/broken_rule")[contact] < AUTO_FAIL_SHARE
    fails[:, AUTO_FAIL] = broken & (grader != VENDOR_GRADER)
    return np.where(fails, 0, levels), fails
