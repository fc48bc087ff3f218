"""Erlang A once more, by another route: the birth-death chain, and quadrature of the offered wait."""

from __future__ import annotations

import itertools

import numpy as np
from scipy.integrate import quad


def chain(load: float, aht: float, patience: float, agents: int) -> tuple[float, float, float]:
    """P(wait), P(abandon) and mean wait (s) from the stationary distribution of the number in the system."""
    arrivals, theta = load / aht, 1 / patience
    logs, state = [0.0], 0
    while state <= agents or logs[-1] > max(logs) - 45:
        state += 1
        logs.append(logs[-1] + np.log(arrivals / (min(state, agents) / aht + max(state - agents, 0) * theta)))
    p = np.exp(np.array(logs) - max(logs))
    p /= p.sum()
    waiting = np.maximum(np.arange(p.size) - agents, 0)
    queue = float(p @ waiting)
    return float(p[agents:].sum()), theta * queue / arrivals, queue / arrivals


def served_within(load: float, aht: float, patience: float, agents: int, target: float) -> tuple[float, float]:
    """Answered within the target / offered, and P(wait > target), from the density of the offered wait."""
    arrivals, theta = load / aht, 1 / patience
    blocking = 1.0
    for k in range(1, agents):
        blocking = load * blocking / (k + load * blocking)

    def h(v: float) -> float:
        return arrivals / theta * -np.expm1(-theta * v) - agents * v / aht

    top = max(0.0, patience * np.log(max(arrivals * aht / agents, 1e-300)))
    peak, width = h(top), (agents / aht * theta) ** -0.5
    edges = sorted({0.0, target, top, *(max(top + width * s, 0) for s in (-9, -3, 3, 9, 30)), top + 60 * width})

    def integral(f, start: float) -> float:
        ends = [start, *(edge for edge in edges if edge > start)]
        parts = [quad(f, a, b, epsabs=0, epsrel=1e-12, limit=200)[0] for a, b in itertools.pairwise(ends)]
        return sum(parts) + quad(f, ends[-1], np.inf, epsabs=0, epsrel=1e-10)[0]

    def density(v: float) -> float:
        return arrivals * np.exp(h(v) - peak)

    free = np.exp(-peak) / blocking
    total = free + integral(density, 0.0)
    late = integral(density, target) / total
    answered_late = integral(lambda v: np.exp(-theta * v) * density(v), target) / total
    answered = free / total + integral(lambda v: np.exp(-theta * v) * density(v), 0.0) / total
    return answered - answered_late, float(np.exp(-theta * target)) * late
