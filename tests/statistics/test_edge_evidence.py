"""Edges on planted weekly series: supported, contradicted, unclear, and doubted."""

import numpy as np
import pytest

from pipelines.statistics.edge_evidence import Edge, edge_evidence, judged_edges


def autoregressive(rng: np.random.Generator, n: int, rho: float) -> np.ndarray:
    noise = rng.normal(size=n + 50)
    for t in range(1, n + 50):
        noise[t] += rho * noise[t - 1]
    return noise[50:] * (1 - rho**2) ** 0.5


def pair(seed: int, effect: float, lag: int = 2, n: int = 156, rho: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    """x, and y that follows it after `lag` weeks on top of noise of its own and a trend; both of variance about one."""
    rng = np.random.default_rng(seed)
    x = autoregressive(rng, n + lag, rho)
    noise = (1 - effect**2) ** 0.5 * autoregressive(rng, n, 0.4)
    return x[lag:], effect * x[:n] + noise + 0.02 * np.arange(n)


PRIOR = Edge(sign=1, first_lag=1, last_lag=3, b=0.3, sd=0.15)


def test_a_planted_edge_is_supported_at_its_lag() -> None:
    found = [edge_evidence(*pair(seed, 0.6), PRIOR) for seed in range(30)]
    assert np.mean([test.status == "supported" for test in found]) >= 0.9
    assert np.mean([test.best_lag == 2 for test in found]) >= 0.9
    assert np.mean([test.reversed_is_weaker for test in found]) >= 0.9
    assert np.mean([test.estimate for test in found]) == pytest.approx(0.6, abs=0.08)
    assert all(list(test.r_by_lag) == [-2, -1, 0, 1, 2, 3, 4, 5] for test in found)


def test_an_effect_against_the_stated_sign_contradicts_it() -> None:
    found = [edge_evidence(*pair(seed, -0.7), PRIOR).status for seed in range(20)]
    assert np.mean([status == "contradicted" for status in found]) >= 0.85


def test_a_strong_prior_is_not_called_our_own_finding() -> None:
    sure = Edge(1, 1, 3, 0.5, 0.02)
    assert {edge_evidence(*pair(seed, 0.0, n=60), sure).status for seed in range(10)} == {"prior only"}


def test_unrelated_series_are_not_significant_more_often_than_stated() -> None:
    flagged = [edge_evidence(*pair(seed, 0.0), PRIOR).p < 0.05 for seed in range(300)]
    assert np.mean(flagged) <= 0.08, "the strongest of three lags is looked at, and paid for"
    one_lag = Edge(1, 2, 2, 0.3, 0.15)
    assert 0.02 <= np.mean([edge_evidence(*pair(seed, 0.0), one_lag).p < 0.05 for seed in range(300)]) <= 0.09


def test_the_interval_of_the_sum_covers_the_planted_effect() -> None:
    covered = []
    for seed in range(200):
        test = edge_evidence(*pair(seed, 0.5, rho=0.3), PRIOR)
        covered.append(abs(test.estimate - 0.5) <= 2.2 * test.se)
    assert np.mean(covered) >= 0.88


def test_an_arrow_that_runs_the_other_way_is_doubted() -> None:
    doubted = []
    for seed in range(20):
        y, x = pair(seed, 0.8, lag=1)
        doubted.append(not edge_evidence(x, y, PRIOR).reversed_is_weaker)
    assert np.mean(doubted) >= 0.9


def test_two_random_walks_do_not_support_each_other() -> None:
    supported = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        walks = np.cumsum(rng.normal(size=(2, 156)), axis=1)
        supported.append(edge_evidence(*walks, Edge(1, 0, 1, 0.0, 0.5)).p < 0.05)
    assert np.mean(supported) <= 0.15


def test_a_shared_cause_is_taken_out_by_a_control() -> None:
    effects = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        season = autoregressive(rng, 156, 0.5)
        x, y = season + rng.normal(size=156), 2 * season + rng.normal(size=156)
        edge = Edge(1, 0, 0, 0.3, 0.15)
        effects.append((edge_evidence(x, y, edge).estimate, edge_evidence(x, y, edge, controls=season).estimate))
    plain, controlled = np.mean(effects, axis=0)
    assert plain > 0.4
    assert abs(controlled) < 0.05


def test_all_edges_of_a_run_are_judged_together() -> None:
    tests = {f"J{i}": edge_evidence(*pair(i, 0.0), PRIOR) for i in range(20)}
    tests["real"] = edge_evidence(*pair(99, 0.8), PRIOR)
    found = judged_edges(tests)
    assert found["real"].is_significant
    assert sum(test.is_significant for test in found.values()) <= 4
    assert all(found[name].p >= tests[name].p for name in tests)


def test_young_or_flat_series_are_refused() -> None:
    x, y = pair(1, 0.5)
    with pytest.raises(ValueError, match="39 weeks"):
        edge_evidence(x[:39], y[:39], PRIOR)
    with pytest.raises(ValueError, match="does not vary"):
        edge_evidence(np.arange(60.0), y[:60], PRIOR)
