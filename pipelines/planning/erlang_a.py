"""Waiting when customers give up: what a plan is made with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaln

from pipelines.planning.arrays import (
    Floats,
    Ints,
    fraction,
    least_agents,
    nonnegative,
    offered_load,
    positive,
    whole,
)
from pipelines.planning.erlang_b import erlang_b


@dataclass(frozen=True, slots=True)
class ErlangA:
    """State of a queue with abandonment, each an array of the broadcast shape.

    Where no contact comes, the values are those that a first one would meet.

    Attributes:
        prob_wait: share of contacts that wait at all; abandon: share that gives up.
        mean_wait_s: mean wait of all contacts, answered or not, seconds; mean_queue: contacts waiting.
        occupancy: share of time that agents are busy.
        sl_offered: answered within the target / offered; sl_answered: answered within the target / answered.
        sl_incl_abandon_within: share whose wait, however it ended, was within the target.
        prob_wait_gt_target: its complement; abandon_within_target: gave up within the target / offered.
    """

    load_erlang: Floats
    prob_wait: Floats
    abandon: Floats
    mean_wait_s: Floats
    mean_queue: Floats
    occupancy: Floats
    sl_offered: Floats
    sl_answered: Floats
    sl_incl_abandon_within: Floats
    prob_wait_gt_target: Floats
    abandon_within_target: Floats


def erlang_a(
    calls: ArrayLike,
    interval_s: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    agents: ArrayLike,
    target_s: ArrayLike,
) -> ErlangA:
    """Erlang A (M/M/N+M) of one interval or of many.

    Args:
        calls: contacts in the interval; interval_s: its length, seconds.
        aht_s: mean handle time; patience_s: mean patience, estimated with censoring (`mean_patience`); both seconds.
        agents: whole, 0 or more; target_s: seconds. All broadcast.

    Raises:
        ValueError: negative or not finite, a length or time of 0, or a part of an agent.

    Source: Palm (1946); Mandelbaum and Zeltyn (2005). The integrals over the offered wait are incomplete gamma
    functions after the substitution u = (lambda / theta) e^(-theta v).
    """
    arrays = np.broadcast_arrays(
        offered_load(calls, interval_s, aht_s),
        whole(agents, "agents"),
        positive(aht_s, "aht_s"),
        positive(patience_s, "patience_s"),
        nonnegative(target_s, "target_s"),
    )
    shape = arrays[0].shape
    a, n, aht, patience, target = (np.ascontiguousarray(array).ravel() for array in arrays)
    wait, abandon, after, longer = _queue(a, n.astype(np.int64), aht, patience, target)
    on_time = np.clip(1 - abandon - after, 0.0, 1.0)
    answered = 1 - abandon
    values = {
        "load_erlang": a,
        "prob_wait": wait,
        "abandon": abandon,
        "mean_wait_s": abandon * patience,
        "mean_queue": a / aht * abandon * patience,
        "occupancy": np.where(n > 0, a / np.maximum(n, 1) * answered, np.where(a > 0, 1.0, 0.0)),
        "sl_offered": on_time,
        "sl_answered": np.where(answered > 0, on_time / np.where(answered > 0, answered, 1.0), 0.0),
        "sl_incl_abandon_within": 1 - longer,
        "prob_wait_gt_target": longer,
        "abandon_within_target": np.maximum(abandon - (longer - after), 0.0),
    }
    return ErlangA(**{name: np.array(value, dtype=np.float64).reshape(shape) for name, value in values.items()})


def _queue(a: Floats, n: Ints, aht: Floats, patience: Floats, target: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """P(wait), P(abandon), P(answered after the target) and P(wait > target), each shape (m,)."""
    blocking = erlang_b(n, a)
    x, y = n * patience / aht, a * patience / aht
    fade = np.exp(-target / patience)
    wait, given_up, after, longer = blocking.copy(), np.ones(a.size), np.zeros(a.size), fade.copy()
    for part, solve in ((np.flatnonzero((n > 0) & (y <= x)), _calm), (np.flatnonzero((n > 0) & (y > x)), _busy)):
        if part.size:
            wait[part], given_up[part], after[part], longer[part] = solve(
                blocking[part], x[part], y[part], target[part] / patience[part]
            )
    return wait, wait * given_up, wait * after, wait * longer


def _calm(blocking: Floats, x: Floats, y: Floats, t: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Load up to the agents: all sums are of positive terms, so nothing cancels. Times in units of mean patience."""
    total, first = _series(x, y)
    wait = total * blocking / (1 + (total - 1) * blocking)
    late = y * np.exp(-t)
    decay = np.exp(-x * t + y - late)
    kept = decay * _series(x, late)[0] / total
    answered = decay * late / (x + 1) * _series(x + 1, late)[0] / total
    # Where no contact comes nobody waits, and any finite share of those who wait will do.
    some = np.where(y > 0, y, 1.0)
    return wait, first / some / total, answered * x / some, np.exp(-t) * kept


def _busy(blocking: Floats, x: Floats, y: Floats, t: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Load above the agents: A is a complete gamma function almost, taken in logarithms because it may be huge."""
    whole_ = gammainc(x, y)
    ratio = (y - x) / x
    log_a = np.log(whole_) + x * (ratio - np.log1p(ratio)) + _log_gamma_scaled(x)
    inverse = np.exp(-log_a)
    free = np.where(blocking > 0, (1 - blocking) / np.where(blocking > 0, blocking, 1.0), np.inf)
    wait = np.where(np.isfinite(free), 1 / (1 + np.where(np.isfinite(free), free, 0.0) * inverse), 0.0)
    late = y * np.exp(-t)
    given_up = (x * inverse + y - x) / y
    served = x / y * gammainc(x + 1, late) / whole_
    return wait, given_up, served, np.exp(-t) * gammainc(x, late) / whole_


def _log_gamma_scaled(x: Floats) -> Floats:
    """ln of x^(1-x) e^x Gamma(x), by Stirling's series for large x, where the direct form would cancel."""
    large = np.maximum(x, 20.0)
    tail = 1 / (12 * large) - 1 / (360 * large**3) + 1 / (1260 * large**5) - 1 / (1680 * large**7)
    stirling = 0.5 * np.log(2 * np.pi * large) + tail
    return np.where(x >= 20, stirling, (1 - x) * np.log(x) + x + gammaln(x))


def _series(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Sums of t_j and of j t_j over j >= 0, t_j = y^j / ((x+1) ... (x+j)), for 0 <= y <= x, shape (m,)."""
    total, first = np.ones(x.size), np.zeros(x.size)
    at = np.arange(x.size)
    base, rate, term = x.copy(), y.copy(), np.ones(x.size)
    sums, weighted = total.copy(), first.copy()
    j = 0
    while at.size:
        j += 1
        base += 1
        term *= rate / base
        sums += term
        weighted += j * term
        if j % 8 == 0:
            done = j * term * base <= 1e-17 * sums * np.maximum(base - rate, 1e-300)
            if done.any():
                total[at[done]], first[at[done]] = sums[done], weighted[done]
                left = ~done
                at, base, rate, term = at[left], base[left], rate[left], term[left]
                sums, weighted = sums[left], weighted[left]
    return total, first


@dataclass(frozen=True, slots=True)
class Requirement:
    """Least agents and what they give; the rates are not a number where no contact is expected."""

    agents: Ints
    sl_offered: Floats
    abandon: Floats


def min_agents_a(
    calls: ArrayLike,
    interval_s: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    sl: ArrayLike,
    target_s: ArrayLike,
    max_abandon: ArrayLike = 1.0,
) -> Requirement:
    """Least agents with whom enough contacts are answered in time and few enough give up; 0 where no contact comes.

    Args:
        calls, interval_s, aht_s, patience_s, target_s: as `erlang_a`.
        sl: answered within the target / offered, in (0, 1).
        max_abandon: ceiling of the share that gives up, in (0, 1].

    Raises:
        ValueError: a value outside its range.
    """
    ceiling = positive(max_abandon, "max_abandon")
    if (ceiling > 1).any():
        raise ValueError("max_abandon must lie in (0, 1]")
    arrays = np.broadcast_arrays(
        offered_load(calls, interval_s, aht_s),
        positive(aht_s, "aht_s"),
        positive(patience_s, "patience_s"),
        fraction(sl, "sl"),
        nonnegative(target_s, "target_s"),
        ceiling,
    )
    shape = arrays[0].shape
    rows = np.column_stack([array.ravel() for array in arrays])
    # Intervals of a plan repeat each other: each different one is solved once.
    different, back = np.unique(rows, axis=0, return_inverse=True)
    a, aht, patience, level, target, most = (np.ascontiguousarray(column) for column in different.T)

    def state(n: Ints, at: Ints) -> tuple[Floats, Floats]:
        _, abandon, after, _ = _queue(a[at], n, aht[at], patience[at], target[at])
        return 1 - abandon - after, abandon

    def is_enough(n: Ints, at: Ints) -> np.ndarray:
        on_time, abandon = state(n, at)
        return (on_time >= level[at]) & (abandon <= most[at])

    busy = np.flatnonzero(a > 0)
    agents = np.zeros(a.size, dtype=np.int64)
    agents[busy] = least_agents(lambda n, at: is_enough(n, busy[at]), (a + 0.5 * np.sqrt(a))[busy])
    on_time, abandon = np.full(a.size, np.nan), np.full(a.size, np.nan)
    on_time[busy], abandon[busy] = state(agents[busy], busy)
    back = back.ravel()
    return Requirement(agents[back].reshape(shape), on_time[back].reshape(shape), abandon[back].reshape(shape))


def mean_patience(total_wait_s: float, abandoned: float) -> float:
    """Mean patience with censoring: waiting time of everybody, answered or not, over those who gave up.

    The mean wait of those who gave up is something else and far too short.

    Args:
        total_wait_s: seconds waited by answered and abandoned contacts together; abandoned: contacts that gave up.

    Raises:
        ValueError: nobody gave up, so that patience cannot be known, or a negative wait.

    Source: maximum likelihood of exponential patience; Mandelbaum and Zeltyn (2005).
    """
    if abandoned <= 0 or total_wait_s < 0:
        raise ValueError("patience is known only where somebody gave up")
    return total_wait_s / abandoned
