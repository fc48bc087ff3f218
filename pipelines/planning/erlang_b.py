"""Blocking when nobody can wait; the stable start of every other formula here."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pipelines.planning.arrays import Floats, nonnegative, whole


def erlang_b(agents: ArrayLike, load: ArrayLike) -> Floats:
    """Probability that all servers are busy and the contact is lost, any shape, broadcast.

    Args:
        agents: whole servers, 0 or more; load: erlang, 0 or more.

    Raises:
        ValueError: negative, not finite, or a part of a server.

    Source: Erlang (1917), by the recursion B(k) = a B(k-1) / (k + a B(k-1)), stable to many thousands of servers.
    """
    servers, a = np.broadcast_arrays(whole(agents, "agents"), nonnegative(load, "load"))
    n, erlangs = servers.ravel(), a.ravel()
    order = np.argsort(n, kind="stable")
    n, erlangs = n[order], erlangs[order]
    blocking = np.ones(n.size)
    top = int(n[-1]) if n.size else 0
    starts = np.searchsorted(n, np.arange(1, top + 1))
    for k, start in enumerate(starts.tolist(), 1):
        offered = erlangs[start:] * blocking[start:]
        blocking[start:] = offered / (k + offered)
    result = np.empty(n.size)
    result[order] = blocking
    return result.reshape(servers.shape)


def erlang_b_load(agents: int, blocking: float) -> float:
    """Load in erlang that a number of servers carries at a given blocking.

    Args:
        agents: at least 1; blocking: in (0, 1).

    Raises:
        ValueError: a value outside its range.

    Source: inverse of `erlang_b` in the load, in which it rises, by bisection to double precision.
    """
    if agents < 1 or not 0 < blocking < 1:
        raise ValueError("agents is at least 1 and blocking lies between 0 and 1")
    low, high = 0.0, float(agents)
    while float(erlang_b(agents, high)) < blocking:
        low, high = high, 2 * high
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if float(erlang_b(agents, middle)) < blocking else (low, middle)
    return (low + high) / 2
