"""Did coaching work, when agents started at different times: newly coached against not yet coached, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as fisher

from pipelines.statistics.arrays import Matrix, Vector
from pipelines.statistics.clusters import resampled
from pipelines.statistics.programmes import expected_rebound

BEFORE, AFTER = 6, 8
MIN_AGENTS = 8
MIN_PRETREND_P = 0.10
DRAWS = 1_000


@dataclass(frozen=True, slots=True)
class CoachingEffect:
    """Mean effect over the weeks after the start, or why none is given.

    Attributes:
        refused: null, or the guard that failed; the effect is then null.
        effect, low, high: outcome after less before, coached less not yet coached, in the outcome's unit, clustered by
            agent; the expected rebound is taken out where the reliability was given.
        rebound: what would have come back without coaching, coached less not yet coached.
        by_week: effect by event week from -6 to +8, null where too few agents stand against each other.
        pretrend_p: joint test that nothing moved before the start.
        coached, not_yet: agents behind the comparison.
    """

    refused: str | None
    effect: float | None
    low: float | None
    high: float | None
    rebound: float | None
    by_week: dict[int, float | None]
    pretrend_p: float | None
    coached: int
    not_yet: int


def coaching_effect(
    outcomes: ArrayLike,
    start_weeks: Sequence[int | None],
    reliability: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    least_before: int = BEFORE,
) -> CoachingEffect:
    """Effect of a programme with staggered starts.

    Already coached agents never serve as a comparison: their own effect may still be growing.

    Args:
        outcomes: shape (agents, weeks), weekly outcome of each agent, by one item definition and graders blind to
            status; not a number where there is none.
        start_weeks: first coached week of each agent, counted from 0; null for never.
        reliability: of an agent's mean over the six weeks before; give it when agents were picked for a bad score,
            so that the regression to the mean is taken out.
        draws, seed: of the resampling of agents.
        least_before: weeks that must be known before a start, for histories that began less than six weeks earlier.

    Raises:
        ValueError: no matrix, or start weeks that do not fit the agents.

    Source: difference in differences by cohort with not-yet-treated comparisons (Callaway and Sant'Anna 2021); agent
    effects are the six weeks before the start, week effects those of the comparison agents.
    """
    y = np.asarray(outcomes, dtype=np.float64)
    if y.ndim != 2 or len(start_weeks) != y.shape[0]:
        raise ValueError("outcomes need one row per agent, and one start week or null each")
    starts = np.array([np.inf if week is None else week for week in start_weeks])
    cohorts = [int(g) for g in np.unique(starts[np.isfinite(starts)]) if least_before <= g < y.shape[1]]
    blocks = [block for g in cohorts if (block := _block(y, starts, g)) is not None]
    sides = _agents(blocks, 0), _agents(blocks, 1)
    coached, not_yet = len(sides[0]), len(sides[1])
    if min(coached, not_yet) < MIN_AGENTS:
        reason = f"{coached} newly coached and {not_yet} not yet coached agents: {MIN_AGENTS} of each are needed"
        return CoachingEffect(reason, None, None, None, None, {}, None, coached, not_yet)
    path = _path(blocks, np.ones((1, len(y))))[0]
    drawn = _path(blocks, resampled(len(y), draws, seed))
    enough = _filled(blocks)
    after = enough & (np.arange(path.size) >= BEFORE)
    if not after.any():
        reason = f"no week after the start has {MIN_AGENTS} agents on both sides"
        return CoachingEffect(reason, None, None, None, None, {}, None, coached, not_yet)
    path = np.where(enough, path, np.nan)
    by_week = {e: None if np.isnan(v) else float(v) for e, v in zip(range(-BEFORE, AFTER + 1), path, strict=True)}
    p = _pretrend(path[: BEFORE - 1], drawn[:, : BEFORE - 1], len(sides[0] | sides[1]))
    if p is not None and p <= MIN_PRETREND_P:
        reason = f"the two groups moved apart before the start (p {p:.3f})"
        return CoachingEffect(reason, None, None, None, None, by_week, p, coached, not_yet)
    rebound = None if reliability is None else _rebound(blocks, y, reliability)
    effects = np.nanmean(np.where(after, drawn, np.nan), axis=1) - (rebound or 0.0)
    low, high = np.nanquantile(effects, [0.025, 0.975])
    effect = float(np.mean(path[after])) - (rebound or 0.0)
    return CoachingEffect(None, effect, float(low), float(high), rebound, by_week, p, coached, not_yet)


@dataclass(frozen=True, slots=True)
class _Block:
    """One start week: change since before, shape (agents, event weeks), and who is coached or not yet, same shape."""

    change: Matrix
    coached: np.ndarray
    not_yet: np.ndarray
    before: Vector


def _block(y: Matrix, starts: Vector, g: int) -> _Block | None:
    weeks = np.arange(max(0, g - BEFORE), min(g + AFTER, y.shape[1] - 1) + 1)
    window = np.full((y.shape[0], BEFORE + AFTER + 1), np.nan)
    window[:, weeks - (g - BEFORE)] = y[:, weeks]
    known = (~np.isnan(window[:, :BEFORE])).sum(axis=1)
    before = np.where(known > 0, np.nansum(window[:, :BEFORE], axis=1) / np.maximum(known, 1), np.nan)
    change = window - before[:, None]
    seen = ~np.isnan(change)
    event = g - BEFORE + np.arange(window.shape[1])
    coached = seen & (starts == g)[:, None]
    not_yet = seen & (starts[:, None] > np.maximum(event, g)[None, :])
    if not coached.any() or not not_yet.any():
        return None
    return _Block(np.nan_to_num(change), coached, not_yet, before)


def _agents(blocks: Sequence[_Block], side: int) -> set[int]:
    """Agents who are coached (0) or not yet coached (1) in some week after a start."""
    found: set[int] = set()
    for block in blocks:
        mask = (block.coached, block.not_yet)[side][:, BEFORE:]
        found |= set(np.flatnonzero(mask.any(axis=1)).tolist())
    return found


def _path(blocks: Sequence[_Block], weights: Matrix) -> Matrix:
    """Effect by event week for each row of agent weights, shape (draws, 15): cohorts weighted by coached agents."""
    total, mass = np.zeros((2, len(weights), BEFORE + AFTER + 1))
    for block in blocks:
        n1, n0 = weights @ block.coached, weights @ block.not_yet
        both = (n1 > 0) & (n0 > 0)
        gap = (weights @ (block.change * block.coached)) / np.where(both, n1, 1.0)
        gap -= (weights @ (block.change * block.not_yet)) / np.where(both, n0, 1.0)
        total += np.where(both, n1 * gap, 0.0)
        mass += np.where(both, n1, 0.0)
    return np.where(mass > 0, total / np.where(mass > 0, mass, 1.0), np.nan)


def _filled(blocks: Sequence[_Block]) -> np.ndarray:
    """Event weeks with at least eight agents on both sides."""
    sides = []
    for side in (0, 1):
        masks = [(block.coached, block.not_yet)[side] for block in blocks]
        sides.append(np.any(masks, axis=0).sum(axis=0) >= MIN_AGENTS)
    return sides[0] & sides[1]


def _pretrend(path: Vector, drawn: Matrix, agents: int) -> float | None:
    """Hotelling's test of the weeks -6 to -2; the last week before the start follows from them.

    The plain Wald test takes the covariance for known and refuses one sound comparison in seven, not one in ten.
    """
    used = ~np.isnan(path)
    if used.sum() < 2:
        return None
    rows = drawn[:, used]
    rows = rows[~np.isnan(rows).any(axis=1)]
    spread = np.cov(rows, rowvar=False)
    statistic = float(path[used] @ np.linalg.pinv(spread) @ path[used])
    q = int(np.linalg.matrix_rank(spread))
    if agents <= q:
        return None
    return float(fisher.sf(statistic * (agents - q) / (q * (agents - 1)), q, agents - q))


def _rebound(blocks: Sequence[_Block], y: Matrix, reliability: float) -> float:
    """Expected rebound of the coached less that of their comparisons, cohorts weighted by coached agents."""
    mean = float(np.nanmean(y))
    total = weight = 0.0
    for block in blocks:
        coached, others = block.coached.any(axis=1), block.not_yet[:, BEFORE:].any(axis=1)
        gap = expected_rebound(float(block.before[coached].mean()), mean, reliability)
        gap -= expected_rebound(float(block.before[others].mean()), mean, reliability)
        total += gap * coached.sum()
        weight += coached.sum()
    return total / weight
