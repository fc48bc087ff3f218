"""Contacts of one agent resemble each other, and intervals have to say so."""

import numpy as np
import pytest

from pipelines.statistics.clusters import cluster_bootstrap, cluster_ratio, design_effect

EVENTS, SIZES = [18, 25, 9, 30, 14, 22, 11, 27], [24, 30, 20, 34, 25, 26, 22, 31]


def agents(rng: np.random.Generator, k: int, spread: float = 0.12, rate: float = 0.7) -> tuple[np.ndarray, np.ndarray]:
    """k agents with rates of their own around one, as a beta distribution with that standard deviation."""
    strength = rate * (1 - rate) / spread**2 - 1
    sizes = rng.integers(20, 60, k)
    return rng.binomial(sizes, rng.beta(rate * strength, (1 - rate) * strength, k)), sizes


def test_eight_agents_give_the_worked_errors() -> None:
    found = cluster_ratio(EVENTS, SIZES)
    assert found.rate == pytest.approx(0.735849, abs=1e-6)
    assert (found.se_cluster, found.se_binomial) == (
        pytest.approx(0.059277, abs=1e-6),
        pytest.approx(0.030280, abs=1e-6),
    )


def test_twenty_contacts_at_five_percent_correlation_count_for_half() -> None:
    assert design_effect(20, 0.05) == pytest.approx(1.95)
    assert 2000 / design_effect(20, 0.05) == pytest.approx(1025.6, abs=0.05)


def test_the_clustered_t_interval_covers_and_the_binomial_one_does_not() -> None:
    rng = np.random.default_rng(5)
    clustered, binomial = [], []
    for _ in range(1500):
        found = cluster_ratio(*agents(rng, 14))
        clustered.append(found.t_low <= 0.7 <= found.t_high)
        binomial.append(abs(found.rate - 0.7) <= 1.96 * found.se_binomial)
    assert 0.93 <= np.mean(clustered) <= 0.97
    assert np.mean(binomial) < 0.80


def test_the_cluster_bootstrap_covers_where_there_are_clusters_enough() -> None:
    rng = np.random.default_rng(6)
    covered = []
    for seed in range(300):
        low, high = cluster_bootstrap(*agents(rng, 60), draws=600, seed=seed)
        covered.append(low <= 0.7 <= high)
    assert 0.92 <= np.mean(covered) <= 0.98


def test_a_bootstrap_can_be_rebuilt() -> None:
    assert cluster_bootstrap(EVENTS, SIZES, seed=3) == cluster_bootstrap(EVENTS, SIZES, seed=3)
    low, high = cluster_bootstrap(EVENTS, SIZES, seed=3)
    assert low < 0.735849 < high


def test_clusters_without_cases_change_nothing() -> None:
    assert cluster_ratio([*EVENTS, 0], [*SIZES, 0]) == cluster_ratio(EVENTS, SIZES)


def test_one_cluster_has_no_error() -> None:
    for estimate in (cluster_ratio, cluster_bootstrap):
        with pytest.raises(ValueError, match="at least two"):
            estimate([5, 0], [10, 0])
