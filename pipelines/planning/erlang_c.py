"""Waiting when nobody gives up: the stress case of a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.planning.arrays import Floats, Ints, fraction, least_agents, nonnegative, offered_load, whole
from pipelines.planning.erlang_b import erlang_b


@dataclass(frozen=True, slots=True)
class ErlangC:
    """State of a queue without abandonment, each an array of the broadcast shape.

    With as much load as agents or more the queue grows without end: `prob_wait` and `occupancy` are 1, the service
    level is 0, and the waits and the queue are infinite.

    Attributes:
        load_erlang: offered load; occupancy: share of time that agents are busy.
        prob_wait: share of contacts that wait at all; service_level: share that waits no longer than the target.
        asa_s: mean wait of all contacts, seconds; mean_queue: contacts waiting.
        wait_p90_s: wait that nine in ten do not exceed, seconds.
    """

    load_erlang: Floats
    occupancy: Floats
    prob_wait: Floats
    service_level: Floats
    asa_s: Floats
    mean_queue: Floats
    wait_p90_s: Floats


def erlang_c_load(agents: ArrayLike, load: ArrayLike) -> Floats:
    """Probability of waiting from the load alone: C = B / (1 - rho (1 - B)), 1 where the load is not below the agents.

    Args:
        agents: whole, 0 or more; load: erlang, 0 or more. Broadcast.

    Raises:
        ValueError: as `erlang_b`.

    Source: Erlang (1917).
    """
    n, a = np.broadcast_arrays(whole(agents, "agents"), nonnegative(load, "load"))
    blocking = erlang_b(n, a)
    stable = a < n
    rho = np.where(stable, a / np.maximum(n, 1), 0.0)
    return np.where(stable, blocking / (1 - rho * (1 - blocking)), 1.0)


def erlang_c(
    calls: ArrayLike, interval_s: ArrayLike, aht_s: ArrayLike, agents: ArrayLike, target_s: ArrayLike
) -> ErlangC:
    """Erlang C of one interval or of many.

    Args:
        calls: contacts in the interval; interval_s: its length, seconds.
        aht_s: mean handle time, seconds; agents: whole, 0 or more.
        target_s: wait within which a contact counts as served in time, seconds. All broadcast.

    Raises:
        ValueError: negative or not finite, a length or time of 0, or a part of an agent.

    Source: Erlang (1917); Gans, Koole and Mandelbaum (2003) on M/M/N.
    """
    a, n, aht, target = np.broadcast_arrays(
        offered_load(calls, interval_s, aht_s), whole(agents, "agents"), aht_s, nonnegative(target_s, "target_s")
    )
    c = erlang_c_load(n, a)
    stable = a < n
    slack = np.where(stable, n - a, 1.0)
    wait = aht / slack
    return ErlangC(
        load_erlang=np.array(a, dtype=np.float64),
        occupancy=np.where(stable, a / np.maximum(n, 1), np.where(a > 0, 1.0, 0.0)),
        prob_wait=c,
        service_level=np.where(stable, 1 - c * np.exp(-target / wait), 0.0),
        asa_s=np.where(stable, c * wait, np.inf),
        mean_queue=np.where(stable, c * a / slack, np.inf),
        wait_p90_s=np.where(stable, wait * np.log(np.maximum(c / 0.1, 1.0)), np.inf),
    )


@dataclass(frozen=True, slots=True)
class Requirement:
    """Least agents and what they give; level and occupancy are not a number where no contact is expected."""

    agents: Ints
    service_level: Floats
    occupancy: Floats


def min_agents_c(
    calls: ArrayLike,
    interval_s: ArrayLike,
    aht_s: ArrayLike,
    sl: ArrayLike,
    target_s: ArrayLike,
    max_occ: ArrayLike = 1.0,
) -> Requirement:
    """Least agents that reach the service level and keep occupancy at or below a ceiling; 0 where no contact comes.

    Args:
        calls, interval_s, aht_s, target_s: as `erlang_c`.
        sl: share of contacts to be served within the target, in (0, 1).
        max_occ: ceiling of occupancy, in (0, 1].

    Raises:
        ValueError: a value outside its range.
    """
    ceiling = nonnegative(max_occ, "max_occ")
    if ((ceiling <= 0) | (ceiling > 1)).any():
        raise ValueError("max_occ must lie in (0, 1]")
    shape, (a, aht, level, target, most) = _flat(
        offered_load(calls, interval_s, aht_s), aht_s, fraction(sl, "sl"), nonnegative(target_s, "target_s"), ceiling
    )

    def is_enough(n: Ints, at: Ints) -> np.ndarray:
        reached = _service_level(n, a[at], aht[at], target[at]) >= level[at]
        return reached & (a[at] < n) & (a[at] / n <= most[at] * (1 + 1e-12))

    busy = np.flatnonzero(a > 0)
    agents = np.zeros(a.size, dtype=np.int64)
    agents[busy] = least_agents(lambda n, at: is_enough(n, busy[at]), np.maximum(a + np.sqrt(a), a / most)[busy])
    served = np.full(a.size, np.nan)
    served[busy] = _service_level(agents[busy], a[busy], aht[busy], target[busy])
    occupancy = np.where(a > 0, a / np.maximum(agents, 1), np.nan)
    return Requirement(agents.reshape(shape), served.reshape(shape), occupancy.reshape(shape))


def _service_level(n: Ints, a: Floats, aht: Floats, target: Floats) -> Floats:
    stable = a < n
    slack = np.where(stable, n - a, 1.0)
    return np.where(stable, 1 - erlang_c_load(n, a) * np.exp(-slack * target / aht), 0.0)


def _flat(*values: ArrayLike) -> tuple[tuple[int, ...], list[Floats]]:
    arrays = np.broadcast_arrays(*[np.asarray(value, dtype=np.float64) for value in values])
    return arrays[0].shape, [np.ascontiguousarray(array).ravel() for array in arrays]
