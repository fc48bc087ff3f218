"""People per interval of one queue from the load of many: Erlang A for the plan, Erlang C for the stress."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from pipelines.planning.arrays import Floats, Ints, nonnegative
from pipelines.planning.erlang_a import min_agents_a
from pipelines.planning.erlang_c import min_agents_c
from pipelines.planning.square_root import halfin_whitt

STEP, GROWTH = 0.01, 1.002
EVEN_STEPS = int(1 / (GROWTH - 1))
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Service:
    """What a live queue promises and how its contacts are handled.

    Attributes:
        handle_s: mean time of one contact alone, seconds; concurrency: contacts per person at once, 1 for calls.
        slowdown: share by which each further contact at once lengthens all.
        patience_s, target_s: seconds; level: answered within the target / offered; max_abandon: share that gives up.
    """

    handle_s: float
    patience_s: float
    target_s: float
    level: float
    max_abandon: float = 1.0
    concurrency: float = 1.0
    slowdown: float = 0.0

    @property
    def session_s(self) -> float:
        """Time of a contact beside as many others as one person takes, seconds."""
        return self.handle_s * (1 + self.slowdown * (self.concurrency - 1))


def planned_agents(load: ArrayLike, service: Service) -> Ints:
    """Least people by Erlang A, any shape; 0 where nothing comes.

    Args:
        load: contacts in service at once, erlang of `service.session_s`, 0 or more.

    Loads are rounded up by a hundredth of an erlang or 0.2 %, whichever is more: intervals of a year repeat each other
    then, and none gets less than it needs.

    Raises:
        ValueError: a value outside its range.
    """
    return _agents(load, service, "plan")


def stressed_agents(load: ArrayLike, service: Service) -> Ints:
    """Least people by Erlang C, where nobody gives up; as `planned_agents`."""
    return _agents(load, service, "stress")


def root_agents(load: ArrayLike, service: Service) -> Ints:
    """The square-root rule as a cross-check: a + beta root a, with beta such that no more wait at all than may wait
    longer than the target; as `planned_agents`."""
    return _agents(load, service, "root")


@lru_cache(maxsize=64)
def quality_of_service(delayed: float) -> float:
    """Beta of the square-root rule at which a share of contacts waits, in the limit without abandonment.

    Raises:
        ValueError: a share outside (0, 1).

    Source: Halfin and Whitt (1981), inverted by halving.
    """
    if not 0 < delayed < 1:
        raise ValueError("the share that waits lies between 0 and 1")
    low, high = 0.0, 10.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if halfin_whitt(middle) > delayed else (low, middle)
    return high


def _agents(load: ArrayLike, service: Service, rule: str) -> Ints:
    a = nonnegative(load, "load")
    highest = float(a.max(initial=0.0))
    size = EVEN_STEPS
    while (levels := _levels(size))[-1] < highest:
        size *= 2
    return _table(service, rule, size)[np.searchsorted(levels, a * (1 - 1e-12))]


@lru_cache(maxsize=16)
def _levels(size: int) -> Floats:
    """Loads at which people are counted: even steps first, then growing ones that are as long where they meet."""
    even = STEP * np.arange(EVEN_STEPS + 1)
    return np.concatenate([even, even[-1] * GROWTH ** np.arange(1, size - EVEN_STEPS + 1)])


@lru_cache(maxsize=256)
def _table(service: Service, rule: str, size: int) -> Ints:
    a, session = _levels(size), service.session_s
    if rule == "plan":
        slots = min_agents_a(
            a, session, session, service.patience_s, service.level, service.target_s, service.max_abandon
        ).agents
    elif rule == "stress":
        slots = min_agents_c(a, session, session, service.level, service.target_s).agents
    else:
        slots = np.ceil(a + quality_of_service(1 - service.level) * np.sqrt(a) - 1e-9).astype(np.int64)
    return np.ceil(slots / service.concurrency - 1e-9).astype(np.int64)
