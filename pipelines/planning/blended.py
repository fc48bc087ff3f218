"""What the AI takes off people, and what it sends back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.planning.erlang_c import min_agents_c
from pipelines.planning.shrinkage import shrinkage_gross_up


@dataclass(frozen=True, slots=True)
class IntentLoad:
    """One intent in one interval: contacts, human handle time (seconds), share tried by the AI, share of those it
    contains."""

    contacts: float
    human_aht_s: float
    ai_attempt: float
    ai_contain: float


@dataclass(frozen=True, slots=True)
class HumanWork:
    """What people still get: contacts, returns included, and their seconds of work."""

    contacts: float
    work_s: float
    ai_contained: float

    @property
    def aht_s(self) -> float | None:
        """Mean handle time, seconds; null when nothing is left."""
        return self.work_s / self.contacts if self.contacts else None


def human_work(intents: Sequence[IntentLoad], ai_repeat_rate: float, handoff_extra_s: float) -> HumanWork:
    """What the AI leaves to people.

    Args:
        intents: the work of one period.
        ai_repeat_rate: share of contained contacts that return to people, measured over 30 days.
        handoff_extra_s: seconds longer that people need after an AI attempt.

    Raises:
        ValueError: no intents, or a value outside its range.

    Source: human contacts = v(1-p) + v p (1-k) + v p k r; work = v(1-p) h + (v p (1-k) + v p k r)(h + e).
    """
    if not intents:
        raise ValueError("there is no intent to plan for")
    v, h, p, k = np.array([[i.contacts, i.human_aht_s, i.ai_attempt, i.ai_contain] for i in intents], dtype=float).T
    shares = np.concatenate([p, k, [ai_repeat_rate]])
    if (v < 0).any() or (h <= 0).any() or ((shares < 0) | (shares > 1)).any() or handoff_extra_s < 0:
        raise ValueError("contacts are at least 0, handle times above 0, and shares between 0 and 1")
    contained = v * p * k
    returned = v * p * (1 - k) + contained * ai_repeat_rate
    contacts = float((v * (1 - p) + returned).sum())
    work = float((v * (1 - p)) @ h + returned @ (h + handoff_extra_s))
    return HumanWork(contacts, work, float(contained.sum()))


@dataclass(frozen=True, slots=True)
class BlendedCapacity:
    """Before and with the AI; the reductions are null where there was nothing to reduce.

    Attributes:
        ai_contained: contacts that ended with the AI; human_volume: those that people still get, returns included.
        human_aht_s: mean handle time of what they get, seconds; null when nothing is left.
    """

    volume: float
    baseline_aht_s: float | None
    ai_contained: float
    human_volume: float
    human_aht_s: float | None
    volume_reduction: float | None
    workload_reduction: float | None
    agents_before: int
    agents_after: int
    agent_reduction: float | None
    scheduled_before: int
    scheduled_after: int


def blended_capacity(
    intents: Sequence[IntentLoad],
    interval_s: float,
    ai_repeat_rate: float,
    handoff_extra_s: float,
    sl: float,
    target_s: float,
    shrinkage: float,
) -> BlendedCapacity:
    """People needed when an AI tries some contacts first. Staff never falls by the containment rate: what is left is
    harder, and part of what was contained returns.

    Args:
        intents: the work of one interval.
        interval_s: its length, seconds.
        ai_repeat_rate, handoff_extra_s: as `human_work`.
        sl, target_s: service level by Erlang C; shrinkage: share of paid time off the line.

    Raises:
        ValueError: as `human_work`.
    """
    left = human_work(intents, ai_repeat_rate, handoff_extra_s)
    volume = sum(intent.contacts for intent in intents)
    work_before = sum(intent.contacts * intent.human_aht_s for intent in intents)
    people, work = left.contacts, left.work_s
    before, after = (
        _agents(amount, load, interval_s, sl, target_s) for amount, load in ((volume, work_before), (people, work))
    )
    return BlendedCapacity(
        volume=volume,
        baseline_aht_s=work_before / volume if volume else None,
        ai_contained=left.ai_contained,
        human_volume=people,
        human_aht_s=left.aht_s,
        volume_reduction=1 - people / volume if volume else None,
        workload_reduction=1 - work / work_before if work_before else None,
        agents_before=before,
        agents_after=after,
        agent_reduction=1 - after / before if before else None,
        scheduled_before=int(shrinkage_gross_up(before, shrinkage)),
        scheduled_after=int(shrinkage_gross_up(after, shrinkage)),
    )


def _agents(contacts: float, work_s: float, interval_s: float, sl: float, target_s: float) -> int:
    if contacts == 0:
        return 0
    return int(min_agents_c(contacts, interval_s, work_s / contacts, sl, target_s).agents)
