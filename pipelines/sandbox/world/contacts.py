"""Conversations: an issue, what the AI agent makes of it, what people make of it, and whether the person returns."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, HOUR, Clock, unix
from pipelines.sandbox.world.customers import Customers
from pipelines.sandbox.world.draws import Dice, Draws, Flags, Floats, Ints, exponential
from pipelines.sandbox.world.plants import Plan
from pipelines.sandbox.world.staff import SLOT, Agents, Roster, gap_cohort_month

LEVELS = 4
MAX_TURNS = 5
COMES_BACK = 0.75
NEVER = np.int64(2) ** 40

AI_RESOLVES = np.array([0.0, 0.88, 0.80, 0.68, 0.50, 0.30])
AI_GIVES_UP = np.array([0.0, 0.06, 0.09, 0.15, 0.26, 0.45])
ASKS_FOR_PERSON = np.array([0.0, 0.05, 0.07, 0.10, 0.14, 0.20])
PERSON_RESOLVES = np.array([0.0, 0.95, 0.92, 0.87, 0.80, 0.72])
ALMOST_ALWAYS = 0.985
# Seconds of one stretch of work by channel at complexity 1, before ramp and pace.
BASE_WORK = np.array([780.0, 660.0, 640.0, 420.0, 760.0, 780.0])

# Why the AI agent handed over.
NOT_HANDED, OUT_OF_SCOPE, ASKED, UNSURE = range(4)


@dataclass(frozen=True)
class Contacts:
    """One row per conversation, in order of arrival. Times are unix seconds, `NEVER` where it did not happen."""

    root: Ints
    level: Ints
    person: Ints
    intent: Ints
    channel: Ints
    at: Ints
    is_spam: Flags
    is_test: Flags
    is_unlabelled: Flags
    # The AI agent's part; meaningless unless channel is CHAT.
    is_engaged: Flags
    is_disclosed: Flags
    version: Ints
    turns: Ints
    asked_turn: Ints
    is_granted: Flags
    hand_over: Ints
    confirms: Flags
    complains: Flags
    message_at: Ints
    answer_at: Ints
    last_words_at: Ints
    handed_at: Ints
    ai_ends_at: Ints
    # People's part; meaningless unless `needs_person`.
    needs_person: Flags
    queued_at: Ints
    group: Ints
    agent: Ints
    free_from: Ints
    work: Ints
    gives_up_waiting: Flags
    gave_up_at: Ints
    is_transferred: Flags
    transfer_work: Ints
    has_follow_up: Flags
    follow_up_after: Ints
    follow_up_work: Ints
    is_reopened: Flags
    reopened_after: Ints
    reopen_work: Ints
    resolved_first: Flags
    is_in_gap: Flags
    # What coaching added to the chance to resolve.
    coaching_gain: Floats
    # An easy issue that a shift of the mix made a hard one; an issue that came on top, and whether an event brought it.
    is_moved: Flags
    is_extra: Flags
    is_by_event: Flags
    # The outcome and what follows from it.
    is_resolved: Flags
    nominal_end: Ints
    comes_back: Flags
    back_at: Ints
    next_channel: Ints

    def __len__(self) -> int:
        return len(self.root)

    def take(self, rows: Ints | Flags) -> Contacts:
        return Contacts(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @property
    def is_ai_only(self) -> Flags:
        """The AI agent answered and nobody else did or was asked to."""
        return (self.channel == c.CHAT) & ~self.needs_person


def _join(parts: list[Contacts]) -> Contacts:
    joined = Contacts(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Contacts)})
    return joined.take(np.lexsort((joined.level, joined.root, joined.at)))


@dataclass(frozen=True)
class World:
    """What conversations depend on."""

    draws: Draws
    clock: Clock
    plan: Plan
    people: Customers
    staff: Agents
    roster: Roster
    # Per agent, from when on coaching shows, where it was planted; else nobody's.
    coached_from: Ints | None = None
    # Per group and half hour, seconds that a planted surge adds to the wait.
    pressure: Pressure | None = None


@dataclass(frozen=True)
class Pressure:
    """Seconds added to the wait, shape (groups, half hours since `start`)."""

    start: int
    seconds: Floats

    def at(self, group: Ints, moment: Ints) -> Floats:
        """Of a group at a moment; what lies behind the end is as the last half hour was."""
        k = np.clip((moment - self.start) // SLOT, 0, self.seconds.shape[1] - 1)
        return self.seconds[group, k]


def conversations(world: World, arrivals: Ints, usual: int | None = None, told: Ints | None = None) -> Contacts:
    """Every conversation that begins before the world's end.

    `usual`: how many of the arrivals (the first ones) would come without a surge; all where not given. `told`: the
    intent of those that an event brings, -1 where it is drawn.
    """
    n = len(arrivals)
    draws = world.draws
    root = np.arange(n, dtype=np.int64)
    person = world.people.pick(draws.uniform("contacts/person", n))
    shares = np.cumsum([i.share for i in c.INTENTS])
    intent = np.minimum(
        np.searchsorted(shares / shares[-1], draws.uniform("contacts/intent", n), side="right"), len(c.INTENTS) - 1
    ).astype(np.int64)
    by_event = np.zeros(n, dtype=bool) if told is None else told >= 0
    channel = np.searchsorted(
        np.cumsum(c.FIRST_CHANNEL)[:-1], draws.uniform("contacts/channel", n), side="right"
    ).astype(np.int64)
    # Whether an issue can be labelled depends on the customer's own words, so it stays with the issue.
    unlabelled = draws.uniform("contacts/unlabelled", n) < 0.03
    at = arrivals
    if told is not None:
        intent = np.where(told >= 0, told, intent)
    intent, moved = _shifted(world, intent, at)
    parts = []
    for level in range(LEVELS):
        dice = Dice(draws, n, level, root)
        played = _play(world, dice, level, root, person, intent, channel, at, unlabelled[root])
        played = replace(
            played, is_moved=moved[root], is_extra=root >= (n if usual is None else usual), is_by_event=by_event[root]
        )
        parts.append(played)
        again = played.comes_back & (played.back_at < world.clock.end)
        root, person, intent = played.root[again], played.person[again], played.intent[again]
        at, channel = played.back_at[again], played.next_channel[again]
    return _join(parts)


def _shifted(world: World, intent: Ints, at: Ints) -> tuple[Ints, Flags]:
    """Intents after a planted shift of the mix, and which of them were easy before it."""
    plan, n = world.plan, len(intent)
    if not plan.has("mix_shift"):
        return intent, np.zeros(n, dtype=bool)
    moved = (
        (at >= plan.mix_from)
        & (c.COMPLEXITY[intent] <= c.EASY)
        & (world.draws.uniform("mix_shift/moves", n) < plan.mix_share)
    )
    hard = np.nonzero(c.COMPLEXITY >= c.HARD)[0]
    shares = np.cumsum([c.INTENTS[i].share for i in hard])
    k = np.searchsorted(shares / shares[-1], world.draws.uniform("mix_shift/to", n), side="right")
    return np.where(moved, hard[np.minimum(k, len(hard) - 1)], intent), moved


def _play(
    world: World,
    dice: Dice,
    level: int,
    root: Ints,
    person: Ints,
    intent: Ints,
    channel: Ints,
    at: Ints,
    unlabelled: Flags,
) -> Contacts:
    """One round of conversations: the first contact of each issue, or the next one of those who come back."""
    plan, clock = world.plan, world.clock
    n = len(root)
    complexity = c.COMPLEXITY[intent]
    # Nobody rings when the lines are closed; they write instead.
    hour = clock.hour(at)
    channel = np.where((channel == c.VOICE) & ((hour < 8) | (hour >= 19)), c.WEB, channel)
    spam = (channel == c.EMAIL) & (level == 0) & (dice.uniform("contact/spam") < 0.02)
    is_chat = channel == c.CHAT
    test = is_chat & (level == 0) & (dice.uniform("contact/test") < 0.004)

    # The AI agent.
    releases = np.array([unix(v.released_on) for v in c.VERSIONS], dtype=np.int64)
    version = np.clip(np.searchsorted(releases, at, side="right") - 1, 0, None).astype(np.int64)
    gain = np.array([v.gain for v in c.VERSIONS])[version]
    engaged = is_chat & ((level > 0) | (dice.uniform("ai/engaged") >= 0.05))
    in_scope = np.array([i.ai_takes for i in c.INTENTS])[intent]
    in_trial = plan.has("vendor_better_on_easy_only")
    if in_trial:
        in_scope = np.ones(n, dtype=bool)
        to_ai = dice.uniform("trial/to_ai") < np.array(plan.trial_ai_share)[complexity]
        channel = np.where(engaged & ~test & ~to_ai, c.HELD_OUT, channel)
        is_chat = channel == c.CHAT
        engaged = engaged & is_chat
    creeps = (intent == plan.creep_intent) & (at >= plan.creep_from) & plan.has("scope_creep")
    in_scope = in_scope | creeps
    resolves = (np.array(plan.trial_ai_resolves) if in_trial else AI_RESOLVES)[complexity] + (0 if in_trial else gain)
    gives_up = (np.array(plan.trial_ai_gives_up) if in_trial else AI_GIVES_UP)[complexity]
    stale = (
        np.isin(intent, plan.policy_intents)
        & (at >= plan.policy_live_for_humans_at)
        & (at < plan.policy_live_for_ai_at)
        & plan.has("stale_snapshot")
    )
    resolves = np.where(stale, resolves * plan.stale_factor, resolves)
    resolves = np.where(creeps, plan.creep_resolution, resolves)
    gives_up = np.where(creeps, plan.creep_hand_off, gives_up)
    asks = in_scope & (dice.uniform("ai/asks") < ASKS_FOR_PERSON[complexity] * (1.0 + 0.8 * (level > 0)))
    granted = dice.uniform("ai/granted") < 0.84
    unsure = dice.uniform("ai/unsure") < gives_up
    hand_over = np.select(
        [~engaged | test, ~in_scope, asks & granted, unsure], [NOT_HANDED, OUT_OF_SCOPE, ASKED, UNSURE], NOT_HANDED
    ).astype(np.int64)
    handed = hand_over != NOT_HANDED
    turns = np.where(
        hand_over == OUT_OF_SCOPE,
        1,
        1 + (dice.uniform("ai/turns") * np.minimum(complexity + 1, MAX_TURNS)).astype(np.int64),
    )
    # A customer's first words are the issue itself; asking for a person comes after that.
    turns = np.where(asks, np.maximum(turns, 2), turns)
    turns = np.where(engaged, turns, 0)
    asked_turn = np.where(asks & engaged, turns - 1, -1)
    ai_resolved = engaged & ~handed & (dice.uniform("ai/resolved") < resolves)

    think = 12 + exponential(dice.table("ai/think", MAX_TURNS + 1), 40.0)
    think = np.minimum(think, 900).astype(np.int64)
    latency = (2 + 9 * dice.table("ai/latency", MAX_TURNS)).astype(np.int64)
    step = np.empty((n, 2 * MAX_TURNS), dtype=np.int64)
    step[:, 0::2], step[:, 1::2] = think[:, :MAX_TURNS], latency
    reached = at[:, None] + 1 + np.cumsum(step, axis=1)
    message_at, answer_at = reached[:, 0::2], reached[:, 1::2]
    last_answer = np.where(turns > 0, answer_at[np.arange(n), np.maximum(turns - 1, 0)], at + 1)
    closes = dice.uniform("ai/closing")
    contained = engaged & ~handed
    confirms = contained & ai_resolved & (closes < 0.32)
    complains = contained & ~ai_resolved & (closes < 0.15)
    speaks = confirms | complains
    last_words_at = np.where(speaks, last_answer + think[:, MAX_TURNS], NEVER)
    handed_at = np.where(handed, last_answer + 2, NEVER)
    ai_ends_at = np.where(speaks, last_words_at, np.where(handed, handed_at, last_answer))

    # People.
    needs = ~is_chat | handed
    queued_at = np.where(handed, handed_at + 5 + (dice.uniform("queue/routing") * 25).astype(np.int64), at)
    group = c.GROUP_OF_CHANNEL[channel]
    agent, free_from = world.roster.pick(group, queued_at, dice.uniform("queue/agent"))
    waits = free_from - queued_at
    free_from = free_from + 6 + (dice.uniform("queue/pick_up") * 35).astype(np.int64)
    patience = np.where(channel == c.VOICE, 40 + exponential(dice.uniform("queue/patience"), 150), 120.0)
    written = is_chat | (channel == c.MESSAGING) | (channel == c.HELD_OUT)
    patience = np.where(written, 240 + exponential(dice.uniform("queue/patience"), 900), patience)
    impatient = dice.uniform("queue/abandons")
    gives_up_waiting = needs & (
        ((channel == c.VOICE) & ((impatient < 0.06) | (waits > 900))) | (written & (impatient < 0.045))
    )
    if world.pressure is not None:
        added = world.pressure.at(group, free_from)
        gives_up_waiting |= needs & np.isin(channel, c.LIVE) & (at >= plan.surge_from) & (added > patience)
    gave_up_at = np.where(gives_up_waiting, queued_at + patience.astype(np.int64), NEVER)

    answered = needs & ~gives_up_waiting
    tenure = np.maximum(0.0, at / DAY - world.staff.hired_on[agent])
    newness = np.exp(-tenure / 45.0)
    resolves_h = (
        PERSON_RESOLVES[complexity] * (1 - 0.22 * newness) + world.staff.skill[agent] - 0.02 * world.staff.is_bpo[agent]
    )
    gap = (
        (world.staff.cohort_month[agent] == gap_cohort_month(clock))
        & (c.FAMILY[intent] == plan.gap_family)
        & (at >= plan.gap_from)
        & plan.has("training_gap")
    )
    transferred = answered & ~spam & (dice.uniform("person/transfer") < 0.03 + 0.012 * complexity)
    # A specialist finishes a transferred one, so the first agent's gap no longer matters.
    gap = gap & answered & ~transferred
    resolves_h = np.where(gap, resolves_h * plan.gap_factor, resolves_h)
    resolves_h = np.where(transferred, PERSON_RESOLVES[complexity] + 0.03, resolves_h)
    gain_h = _coaching_gain(world, agent, at, answered & ~transferred, resolves_h)
    resolves_h = resolves_h + gain_h
    resolved_first = answered & (dice.uniform("person/resolved") < resolves_h)
    usual = BASE_WORK[channel] * (0.7 + 0.3 * complexity) * (1 + 0.5 * newness) * world.staff.pace[agent]
    seconds = np.maximum(60, usual * np.exp(0.35 * dice.normal("person/work") - 0.06))
    work = np.where(spam, 25, seconds).astype(np.int64)
    writes = (channel == c.EMAIL) | (channel == c.WEB)
    follow_up = answered & writes & ~spam & ~transferred & (dice.uniform("person/follow_up") < 0.22)
    follow_up_after = (HOUR + np.minimum(exponential(dice.uniform("person/reply_time"), 6 * HOUR), 2 * DAY)).astype(
        np.int64
    )
    reopens = answered & writes & ~spam & ~transferred & ~resolved_first & (dice.uniform("person/reopen") < 0.3)
    reopened_after = (6 * HOUR + dice.uniform("person/reopen_time") * 2.5 * DAY).astype(np.int64)
    resolved_second = reopens & (dice.uniform("person/resolved_again") < resolves_h + 0.05)
    is_resolved = np.where(needs, resolved_first | resolved_second, ai_resolved)

    # The time line without queues, which decides when a person comes back.
    allowance = 40 * 60
    end = np.where(answered, free_from + work + allowance, np.where(gives_up_waiting, gave_up_at, ai_ends_at))
    follow_end = world.roster.same(agent, end + follow_up_after) + work // 2 + allowance
    end = np.where(follow_up, follow_end, end)
    _, specialist_free = world.roster.pick(np.full(n, c.GROUP_SPECIALISTS), end, dice.uniform("queue/specialist"))
    end = np.where(transferred, specialist_free + 1500 + allowance, end)
    reopen_end = world.roster.same(agent, end + reopened_after) + work // 2 + allowance
    end = np.where(reopens, reopen_end, end)

    real = np.where(is_chat, engaged, True) & ~spam & ~test
    comes_back = real & ~is_resolved & (dice.uniform("back/comes") < COMES_BACK) & (level < LEVELS - 1)
    delay = 4 * HOUR + np.minimum(exponential(dice.uniform("back/delay"), 1.6 * DAY), 6 * DAY)
    mix = np.where(is_chat[:, None], c.NEXT_CHANNEL_AFTER_CHAT, c.NEXT_CHANNEL_AFTER_PERSON)
    next_channel = (dice.uniform("back/channel")[:, None] >= np.cumsum(mix, axis=1)[:, :-1]).sum(axis=1)

    return Contacts(
        root=root,
        level=np.full(n, level, dtype=np.int64),
        person=person,
        intent=intent,
        channel=channel,
        at=at,
        is_spam=spam,
        is_test=test,
        is_unlabelled=unlabelled | spam | (is_chat & ~engaged),
        is_engaged=engaged,
        is_disclosed=dice.uniform("ai/disclosed") >= 0.025,
        version=version,
        turns=turns,
        asked_turn=asked_turn,
        is_granted=hand_over == ASKED,
        hand_over=hand_over,
        confirms=confirms,
        complains=complains,
        message_at=message_at,
        answer_at=answer_at,
        last_words_at=last_words_at,
        handed_at=handed_at,
        ai_ends_at=ai_ends_at,
        needs_person=needs,
        queued_at=queued_at,
        group=group,
        agent=agent,
        free_from=free_from,
        work=work,
        gives_up_waiting=gives_up_waiting,
        gave_up_at=gave_up_at,
        is_transferred=transferred,
        transfer_work=(work * 0.9).astype(np.int64) + 240,
        has_follow_up=follow_up,
        follow_up_after=follow_up_after,
        follow_up_work=work // 2,
        is_reopened=reopens,
        reopened_after=reopened_after,
        reopen_work=work // 2,
        resolved_first=resolved_first,
        is_in_gap=gap,
        coaching_gain=gain_h,
        is_moved=np.zeros(n, dtype=bool),
        is_extra=np.zeros(n, dtype=bool),
        is_by_event=np.zeros(n, dtype=bool),
        is_resolved=is_resolved,
        nominal_end=end,
        comes_back=comes_back,
        back_at=np.where(comes_back, end + delay.astype(np.int64), NEVER),
        next_channel=next_channel.astype(np.int64),
    )


def _coaching_gain(world: World, agent: Ints, at: Ints, finishes: Flags, resolves: Floats) -> Floats:
    """What coaching adds to the chance of those who finish the contact themselves; nobody becomes perfect."""
    if world.coached_from is None:
        return np.zeros(len(agent))
    room = np.clip(ALMOST_ALWAYS - resolves, 0.0, world.plan.coaching_gain)
    return np.where(finishes & (at >= world.coached_from[agent]), room, 0.0)


def luck(world: World, contacts: Contacts, roots: int, name: str) -> Floats:
    """One number in [0, 1) per conversation, bound to its issue and level whatever else happens."""
    values = np.empty(len(contacts))
    for level in range(LEVELS):
        rows = np.nonzero(contacts.level == level)[0]
        values[rows] = world.draws.uniform(f"{name}/{level}", roots)[contacts.root[rows]]
    return values
