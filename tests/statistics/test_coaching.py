"""Coaching with staggered starts: planted effects, guards, and the rebound that would have come anyway."""

import numpy as np
import pytest

from pipelines.statistics.coaching import coaching_effect

WEEKS, AGENTS = 40, 48


def world(
    seed: int, effect: float = 0.0, growing: float = 0.0, noise: float = 3.0
) -> tuple[np.ndarray, list[int | None]]:
    """Agents with levels of their own and a shared drift; a third starts in week 10, 16 or 22 each, others never."""
    rng = np.random.default_rng(seed)
    week = np.arange(WEEKS)
    y = rng.normal(70, 6, (AGENTS, 1)) + 0.3 * week + 2 * np.sin(week / 4) + rng.normal(0, noise, (AGENTS, WEEKS))
    starts = [(10, 16, 22, None)[i % 4] for i in range(AGENTS)]
    for i, start in enumerate(starts):
        if start is not None:
            y[i, start:] += effect + growing * np.arange(WEEKS - start)
    return y, starts


def test_a_planted_effect_is_found_through_a_shared_drift() -> None:
    """The test of the weeks before refuses one sound comparison in ten; the others find the effect."""
    found = [coaching_effect(*world(seed, effect=5), draws=300) for seed in range(40)]
    given = [one for one in found if one.refused is None]
    assert len(given) >= 29, "40 less ten percent, and three standard deviations"
    assert all(one.low > 2 for one in given)
    assert np.mean([one.low <= 5 <= one.high for one in given]) >= 0.85
    assert np.mean([one.effect for one in given]) == pytest.approx(5, abs=0.3)


def test_intervals_cover_and_nothing_is_found_where_nothing_is() -> None:
    covered, pretrends = [], []
    for seed in range(150):
        found = coaching_effect(*world(seed), draws=400, seed=seed)
        pretrends.append(found.pretrend_p)
        if found.refused is None:
            covered.append(found.low <= 0 <= found.high)
    assert np.mean(covered) >= 0.91
    assert 0.83 <= np.mean(np.array(pretrends) > 0.10) <= 0.97


def test_an_effect_that_still_grows_is_not_turned_round() -> None:
    """With coached agents as comparisons the estimate would be far too small."""
    found = [coaching_effect(*world(seed, growing=0.8), draws=200) for seed in range(12)]
    effects = [one.effect for one in found if one.effect is not None]
    assert np.mean(effects) == pytest.approx(0.8 * 4, abs=0.6), "mean of weeks 0 to 8"


def test_groups_that_moved_apart_before_are_refused() -> None:
    y, starts = world(3)
    for i, start in enumerate(starts):
        if start is not None:
            y[i, start - 6 : start] += np.linspace(0, 6, 6)
    found = coaching_effect(y, starts)
    assert "moved apart before" in found.refused
    assert (found.effect, found.low) == (None, None)


def test_too_few_agents_are_refused() -> None:
    y, starts = world(1)
    few = [start if i < 28 else None for i, start in enumerate(starts)]
    assert coaching_effect(y[:9], few[:9]).refused.endswith("8 of each are needed")
    everybody = [10] * AGENTS
    found = coaching_effect(y, everybody)
    assert (found.not_yet, found.effect) == (0, None)


def test_agents_who_never_stand_against_each_other_in_one_week_are_refused() -> None:
    """Nine start in week 10 and nine later, but each week half of either side has no outcome."""
    y, _ = world(3)
    y = y[:18]
    starts = [10] * 9 + [20] * 9
    for agent in range(18):
        y[agent, 10 + agent % 2 :: 2] = np.nan
    found = coaching_effect(y, starts, draws=50)
    assert found.refused == "no week after the start has 8 agents on both sides"
    assert found.effect is None and found.low is None


def test_picking_the_worst_scores_is_not_an_effect() -> None:
    """Half of a bad half-year is luck; the rebound is taken out when the reliability is known."""
    raw, corrected = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        true = rng.normal(70, 2, (80, 1))
        y = true + rng.normal(0, 6, (80, 20))
        picked = y[:, :6].mean(axis=1) < 70
        starts = [6 if bad else None for bad in picked]
        reliability = 4 / (4 + 36 / 6)
        one, other = coaching_effect(y, starts, draws=100), coaching_effect(y, starts, reliability, draws=100)
        raw.append(one.effect if one.effect is not None else np.nan)
        corrected.append(other.effect if other.effect is not None else np.nan)
    assert np.nanmean(raw) > 2
    assert abs(np.nanmean(corrected)) < 0.5


def test_missing_weeks_leave_the_effect_where_it_was() -> None:
    y, starts = world(2, effect=5)
    y[np.random.default_rng(0).uniform(size=y.shape) < 0.15] = np.nan
    found = coaching_effect(y, starts)
    assert found.refused is None and found.low <= 5 <= found.high


def test_start_weeks_have_to_fit_the_agents() -> None:
    with pytest.raises(ValueError, match="one row per agent"):
        coaching_effect([[1.0, 2.0]], [1, 2])
