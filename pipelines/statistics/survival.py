"""How long people stay, and how long it takes until they are proficient, with those still on the way counted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from pipelines.statistics.arrays import vector


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """State right after one event time; the error is null once nobody is left."""

    time: float
    at_risk: int
    events: int
    survival: float
    greenwood_se: float | None


@dataclass(frozen=True, slots=True)
class Survival:
    """Steps at each event time and the median, null when half are still there at the end."""

    steps: list[SurvivalStep]
    median: float | None

    def at(self, time: float) -> float:
        """Share still there after `time`."""
        return next((step.survival for step in reversed(self.steps) if step.time <= time), 1.0)


def kaplan_meier(times: ArrayLike, events: ArrayLike, entries: ArrayLike | None = None) -> Survival:
    """S(t) = product of (1 - d / n); at a tie those who leave are counted before those who are censored.

    Args:
        times: shape (n,), weeks observed, not negative.
        events: shape (n,), 1 where it ended in the event, 0 where it is censored.
        entries: shape (n,), weeks after which each was first watched, 0 for all where null. Who left before the data
            begin
            is not in them: counting the others as watched all along would make everybody stay longer.

    Raises:
        ValueError: empty, lengths that differ, a negative time, or a flag that is neither 0 nor 1.

    Source: Kaplan and Meier (1958); Greenwood (1926) for the error; delayed entry as in Klein and Moeschberger (2003).
    """
    time, event = _observed(times, events)
    entry = _entered(entries, time)
    steps: list[SurvivalStep] = []
    survival, spread = 1.0, 0.0
    for at in np.unique(time[event == 1]):
        n, d = int(((entry < at) & (time >= at)).sum()), int(((time == at) & (event == 1) & (entry < at)).sum())
        if not n:
            continue
        survival *= 1 - d / n
        spread += d / (n * (n - d)) if n > d else 0.0
        error = survival * spread**0.5 if n > d else None
        steps.append(SurvivalStep(float(at), n, d, survival, error))
    median = next((step.time for step in steps if step.survival <= 0.5), None)
    return Survival(steps, median)


@dataclass(frozen=True, slots=True)
class LogRank:
    """Chi-square, its degrees of freedom and p."""

    statistic: float
    degrees: int
    p: float


def log_rank(groups: Sequence[tuple[ArrayLike, ArrayLike]], entries: Sequence[ArrayLike] | None = None) -> LogRank:
    """Whether hire classes leave at the same pace.

    Args:
        groups: (times, events) of each of k classes, as `kaplan_meier` takes them; entries: of each class, likewise.

    Raises:
        ValueError: fewer than two classes, or no event in any.

    Source: Mantel (1966); Peto and Peto (1972), hypergeometric variance.
    """
    if len(groups) < 2:
        raise ValueError("two classes are needed")
    observed = [_observed(times, events) for times, events in groups]
    entered = [_entered(entries[at] if entries else None, time) for at, (time, _) in enumerate(observed)]
    k = len(groups)
    excess, variance = np.zeros(k), np.zeros((k, k))
    for at in np.unique(np.concatenate([time[event == 1] for time, event in observed])):
        there = [(entry < at) & (time >= at) for (time, _), entry in zip(observed, entered, strict=True)]
        n_g = np.array([watched.sum() for watched in there], dtype=float)
        d_g = np.array(
            [
                (watched & (time == at) & (event == 1)).sum()
                for (time, event), watched in zip(observed, there, strict=True)
            ],
            dtype=float,
        )
        n, d = n_g.sum(), d_g.sum()
        if not n:
            continue
        part = n_g / n
        excess += d_g - d * part
        if n > 1:
            variance += d * (n - d) / (n - 1) * (np.diag(part) - np.outer(part, part))
    if not variance.any():
        raise ValueError("no event in any class while another was at risk")
    statistic = float(excess[:-1] @ np.linalg.pinv(variance[:-1, :-1]) @ excess[:-1])
    return LogRank(statistic, k - 1, float(chi2.sf(statistic, k - 1)))


def _observed(times: ArrayLike, events: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    time = vector(times, "times", low=0)
    event = vector(events, "events", like=time)
    if not np.isin(event, (0, 1)).all():
        raise ValueError("an event is 1 or 0")
    return time, event


def _entered(entries: ArrayLike | None, time: np.ndarray) -> np.ndarray:
    return np.full(time.size, -1.0) if entries is None else vector(entries, "entries", like=time, low=0)
