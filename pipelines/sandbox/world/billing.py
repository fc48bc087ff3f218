"""What the AI vendor bills, and which of those lines are overclaimed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.chat import Verdicts
from pipelines.sandbox.world.clock import DAY, HOUR
from pipelines.sandbox.world.contacts import NEVER, Contacts, World
from pipelines.sandbox.world.draws import Flags, Ints
from pipelines.sandbox.world.ratings import Ratings
from pipelines.sandbox.world.threads import next_in_thread

WINDOW = 7 * DAY
# An honest vendor keeps a distance from the window's edge, so that no two readings of "7 days" disagree about a line.
MARGIN = 6 * HOUR
# How long a vendor that counts silence waits for the customer's next word, and whether it takes a confirmation for it.
SILENCE = {"intercom": (24 * HOUR, True), "gorgias": (72 * HOUR, False)}


@dataclass(frozen=True)
class Bills:
    """One row per billed contact, in order of `claimed_at`."""

    contact: Ints
    claimed_at: Ints
    is_overclaimed: Flags
    is_confirmed: Flags
    # When the vendor took the line back, `NEVER` where it stands.
    withdrawn_at: Ints


@dataclass(frozen=True)
class Returns:
    """Per contact: the next contact of the same person about the same intent, in any channel (`NEVER` for none).

    A return that falls behind the world's end is known here too, as the truth knows it.
    """

    at: Ints
    channel: Ints
    is_handled: Flags


def returns(contacts: Contacts) -> Returns:
    """Look for the next contact of each person and intent, whether it belongs to the same issue or not."""
    n = len(contacts)
    rows = np.nonzero(~contacts.is_spam)[0]
    order = rows[np.lexsort((rows, contacts.at[rows], contacts.intent[rows], contacts.person[rows]))]
    after = np.full(n, -1, dtype=np.int64)
    same = (contacts.person[order][1:] == contacts.person[order][:-1]) & (
        contacts.intent[order][1:] == contacts.intent[order][:-1]
    )
    after[order[:-1][same]] = order[1:][same]
    seen = after >= 0
    at = np.where(seen, contacts.at[after], contacts.back_at)
    return Returns(
        at=at,
        channel=np.where(seen, contacts.channel[after], contacts.next_channel),
        is_handled=np.where(seen, ~contacts.gives_up_waiting[after], at != NEVER),
    )


def bills(world: World, contacts: Contacts, ratings: Ratings, verdicts: Verdicts, later: Returns) -> Bills:
    """The lines of the vendor's statement up to the world's end.

    Billable is what the AI agent ended alone and the vendor's judge called resolved, without a bad rating or a
    complaint. The honest vendor drops whoever came back within the window; with the plant `overclaim` it keeps those
    who came back in another channel, where it does not look.
    """
    billable = (
        contacts.is_ai_only
        & contacts.is_engaged
        & ~contacts.is_test
        & verdicts.says_resolved
        & (verdicts.evaluated_at < world.clock.end)
        & ~contacts.complains
        & ((ratings.score == 0) | (ratings.score > 3))
    )
    came_back = later.at - contacts.ai_ends_at <= WINDOW + MARGIN
    elsewhere = (
        contacts.comes_back
        & (later.at == contacts.back_at)
        & (later.channel != c.CHAT)
        & later.is_handled
        & (later.at - contacts.ai_ends_at <= WINDOW - MARGIN)
    )
    overclaimed = billable & elsewhere & world.plan.has("overclaim")
    rows = np.nonzero((billable & ~came_back) | overclaimed)[0]
    rows = rows[np.lexsort((rows, verdicts.evaluated_at[rows]))]
    stands = np.full(len(rows), NEVER, dtype=np.int64)
    return Bills(rows, verdicts.evaluated_at[rows], overclaimed[rows], np.zeros(len(rows), dtype=bool), stands)


def bills_by_silence(world: World, contacts: Contacts, thread: Ints, vendor: str) -> Bills:
    """The lines of a vendor that bills what the customer confirmed, or left unanswered for as long as it waits.

    It takes a line back when the customer writes on in the same thread, and looks nowhere else; with the plant
    `overclaim` it keeps those lines.
    """
    back_at = next_in_thread(contacts, thread)
    answered = contacts.is_ai_only & contacts.is_engaged & ~contacts.is_test & (contacts.turns > 0)
    silence, hears_confirmation = SILENCE[vendor]
    is_confirmed = contacts.confirms & hears_confirmation
    claimed_at = np.where(is_confirmed, contacts.last_words_at, contacts.ai_ends_at + silence)
    billable = answered & ~contacts.complains & (claimed_at < world.clock.end) & (claimed_at < back_at)
    is_kept = world.plan.has("overclaim")
    rows = np.nonzero(billable)[0]
    rows = rows[np.lexsort((rows, claimed_at[rows]))]
    back_at = back_at[rows]
    withdrawn = np.full(len(rows), NEVER, dtype=np.int64) if is_kept else back_at
    return Bills(rows, claimed_at[rows], (back_at != NEVER) & is_kept, is_confirmed[rows], withdrawn)
