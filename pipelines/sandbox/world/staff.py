"""The people who answer: hire classes, employers, groups, and their shifts on a half-hour grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from pipelines.sandbox.world.catalogue import GROUP_EMAIL, GROUP_MESSAGING, GROUP_SPECIALISTS, GROUP_VOICE, GROUPS
from pipelines.sandbox.world.clock import DAY, HOUR, Clock, unix
from pipelines.sandbox.world.draws import Draws, Flags, Floats, Ints

SLOT = 1800
# Months before the world's start at which a class was hired, and its share of the first staff.
CLASSES = ((30, 0.16), (18, 0.14), (12, 0.14), (7, 0.14), (4, 0.12), (1, 0.30))
STAFF_AT_SCALE_1 = 26
JOINERS_A_MONTH_AT_SCALE_1 = 2
MONTHLY_ATTRITION = 0.025

# What a half hour of a shift is planned for.
WORK, BREAK, TRAINING, MEETING, TIME_OFF = range(5)
SLOTS_A_SHIFT = 13
EARLY, LATE = 7 * HOUR + 1800, 13 * HOUR + 1800


@dataclass(frozen=True)
class Agents:
    """One row per person on the payroll at some time in the world; the number is the row."""

    hired_on: Ints
    left_on: Ints
    cohort_month: Ints
    is_bpo: Flags
    group: Ints
    is_late: Flags
    first_day_off: Ints
    training_day: Ints
    skill: Floats
    pace: Floats

    def __len__(self) -> int:
        return len(self.hired_on)

    @property
    def helpdesk_id(self) -> Ints:
        return 361_700_000 + np.arange(len(self), dtype=np.int64)


@dataclass(frozen=True)
class Shifts:
    """One row per shift; `plan` has shape (shifts, SLOTS_A_SHIFT)."""

    agent: Ints
    starts_at: Ints
    plan: Ints

    @property
    def ends_at(self) -> Ints:
        return self.starts_at + SLOTS_A_SHIFT * SLOT


def _month(day: date, shift: int) -> int:
    return (day.year * 12 + day.month - 1) + shift


def _first_monday(month: int) -> int:
    """Days since 1970-01-01 of the first Monday of a month counted as year * 12 + month - 1."""
    first = unix(date(month // 12, month % 12 + 1, 1)) // DAY
    return first + (-(first + 3)) % 7


def gap_cohort_month(clock: Clock) -> int:
    """The hire class that a training gap would hit: the last one before the world's start."""
    return _month(clock.start_on, -1)


def agents(draws: Draws, clock: Clock, scale: float) -> Agents:
    """Everybody hired before the world's end, oldest class first."""
    first_staff = max(18, round(STAFF_AT_SCALE_1 * scale))
    joiners = max(1, round(JOINERS_A_MONTH_AT_SCALE_1 * scale))
    classes: list[tuple[int, int]] = []
    for months, share in CLASSES:
        classes.append((_month(clock.start_on, -months), max(2, round(first_staff * share))))
    for month in range(_month(clock.start_on, 0), _month(clock.end_on, 0) + 1):
        if clock.start // DAY < _first_monday(month) < clock.end // DAY:
            classes.append((month, joiners))

    cohort = np.concatenate([np.full(size, month) for month, size in classes]).astype(np.int64)
    hired = np.array([_first_monday(int(m)) for m in cohort], dtype=np.int64)
    n = len(cohort)
    # Every class brings people for each group in turn; specialists come only from the older half.
    within = np.concatenate([np.arange(size) for _, size in classes])
    turn = np.array([GROUP_EMAIL, GROUP_MESSAGING, GROUP_VOICE, GROUP_MESSAGING, GROUP_EMAIL])
    group = turn[np.arange(n) % len(turn)]
    veterans = cohort <= _month(clock.start_on, -12)
    group = np.where(veterans & (within % 4 == 0), GROUP_SPECIALISTS, group)
    rank = np.zeros(n, dtype=np.int64)
    for g in range(len(GROUPS)):
        rank[group == g] = np.arange(int((group == g).sum()))
    u_leave = draws.uniform("staff/leave", n)
    months_to_stay = np.floor(np.log1p(-u_leave) / np.log1p(-MONTHLY_ATTRITION)).astype(np.int64)
    on_the_job = np.maximum(hired, clock.start // DAY)
    # Nobody of the class that may get the training gap leaves: its size is part of the plant.
    stays = (cohort == gap_cohort_month(clock)) | (group == GROUP_SPECIALISTS)
    left = np.where(stays, 10**7, on_the_job + 14 + months_to_stay * 30)
    return Agents(
        hired_on=hired,
        left_on=left,
        cohort_month=cohort,
        is_bpo=draws.uniform("staff/bpo", n) < np.where(cohort > _month(clock.start_on, -8), 0.55, 0.15),
        group=group,
        is_late=rank % 2 == 1,
        first_day_off=(rank * 2 + group) % 7,
        training_day=(rank + 3) % 7,
        skill=0.03 * draws.normal("staff/skill", n),
        pace=np.exp(0.12 * draws.normal("staff/pace", n)),
    )


def shifts(draws: Draws, clock: Clock, staff: Agents) -> Shifts:
    """Five shifts a week for everybody, planned by half hours; some are days off."""
    days = clock.days(extra=21)
    weekday = (days + 3) % 7
    agent_parts, start_parts, plan_parts = [], [], []
    for a in range(len(staff)):
        off = (weekday - staff.first_day_off[a]) % 7 < 2
        employed = (days >= staff.hired_on[a]) & (days < staff.left_on[a])
        sick = draws.uniform(f"staff/day_off/{a}", len(days)) < 0.05
        mine = employed & ~off
        at = clock.at_local(days[mine], LATE if staff.is_late[a] else EARLY)
        plan = np.full((len(at), SLOTS_A_SHIFT), WORK, dtype=np.int64)
        plan[:, 6] = BREAK
        on_training_day = weekday[mine] == training_weekday(staff, a)
        plan[np.ix_(on_training_day, [2, 3])] = TRAINING
        plan[weekday[mine] == (training_weekday(staff, a) + 2) % 7, 9] = MEETING
        plan[sick[mine]] = TIME_OFF
        agent_parts.append(np.full(len(at), a, dtype=np.int64))
        start_parts.append(at)
        plan_parts.append(plan)
    agent, at = np.concatenate(agent_parts), np.concatenate(start_parts)
    order = np.lexsort((agent, at))
    return Shifts(agent[order], at[order], np.concatenate(plan_parts)[order])


def training_weekday(staff: Agents, a: int) -> int:
    """The weekday of an agent's weekly training: the drawn one, or the first after the days off."""
    day = int(staff.training_day[a])
    off = int(staff.first_day_off[a])
    return (off + 2) % 7 if (day - off) % 7 < 2 else day


@dataclass(frozen=True)
class Roster:
    """Who can take work in which half hour."""

    slot: Ints
    agent: Ints
    shift: Ints
    group_slots: tuple[Ints, ...]
    group_first: tuple[Ints, ...]
    group_count: tuple[Ints, ...]
    group_rows: tuple[Ints, ...]
    by_agent_key: Ints
    by_agent_row: Ints

    @classmethod
    def of(cls, staff: Agents, planned: Shifts) -> Roster:
        row, col = np.nonzero(planned.plan == WORK)
        # Nobody is handed new work in the last half hour of a shift.
        keep = col < SLOTS_A_SHIFT - 1
        row, col = row[keep], col[keep]
        slot = planned.starts_at[row] + col * SLOT
        agent = planned.agent[row]
        parts: list[tuple[Ints, Ints, Ints, Ints]] = []
        for g in range(len(GROUPS)):
            mine = np.nonzero(staff.group[agent] == g)[0]
            mine = mine[np.lexsort((agent[mine], slot[mine]))]
            slots, first, count = np.unique(slot[mine], return_index=True, return_counts=True)
            parts.append((slots, first.astype(np.int64), count.astype(np.int64), mine))
        by_agent = np.lexsort((slot, agent))
        return cls(
            slot=slot,
            agent=agent,
            shift=row,
            group_slots=tuple(p[0] for p in parts),
            group_first=tuple(p[1] for p in parts),
            group_count=tuple(p[2] for p in parts),
            group_rows=tuple(p[3] for p in parts),
            by_agent_key=(agent[by_agent] << 34) | slot[by_agent],
            by_agent_row=by_agent,
        )

    def pick(self, group: Ints, at: Ints, u: Floats) -> tuple[Ints, Ints]:
        """Somebody of the group in the first staffed half hour from `at` on: (agent, free from)."""
        agent = np.zeros(len(at), dtype=np.int64)
        free = at.copy()
        for g in range(len(GROUPS)):
            here = np.nonzero(group == g)[0]
            if not len(here):
                continue
            slots = self.group_slots[g]
            k = np.minimum(np.searchsorted(slots, at[here] // SLOT * SLOT), len(slots) - 1)
            chosen = self.group_first[g][k] + (u[here] * self.group_count[g][k]).astype(np.int64)
            agent[here] = self.agent[self.group_rows[g][chosen]]
            free[here] = np.maximum(at[here], slots[k])
        return agent, free

    def same(self, agent: Ints, at: Ints) -> Ints:
        """When the same person can go on with it: now, or in the next half hour they work; now if they left."""
        key = (agent << 34) | (at // SLOT * SLOT)
        k = np.minimum(np.searchsorted(self.by_agent_key, key), len(self.by_agent_key) - 1)
        row = self.by_agent_row[k]
        found = (self.agent[row] == agent) & (self.slot[row] + SLOT > at)
        return np.where(found, np.maximum(at, self.slot[row]), at)
