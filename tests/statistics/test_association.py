"""Scores with and without a relation to the outcome."""

import numpy as np
import pytest
import statsmodels.api as sm

from pipelines.statistics.association import within_strata


def contacts(seed: int, slope: float, n: int = 600, agents: int = 20, spread: float = 0.1):
    """Easy strata have high scores and good outcomes, whatever the slope within them."""
    rng = np.random.default_rng(seed)
    kind, who = rng.integers(0, 4, n), rng.integers(0, agents, n)
    own, level = rng.normal(0, spread, agents), np.array([0.2, 0.4, 0.6, 0.75])
    score = np.clip(level[kind] + rng.uniform(-0.2, 0.2, n), 0, 1)
    good = rng.uniform(size=n) < np.clip(level[kind] + own[who] + slope * (score - level[kind]), 0, 1)
    return score, good.astype(float), [str(k) for k in kind], [str(w) for w in who]


def test_the_slope_is_that_of_least_squares_with_a_dummy_for_each_stratum() -> None:
    score, good, kind, who = contacts(1, 0.5)
    design = np.column_stack([score, *[(np.array(kind) == k).astype(float) for k in sorted(set(kind))]])
    expected = np.linalg.lstsq(design, good, rcond=None)[0][0]
    found = within_strata(score, good, kind, who)
    assert found.slope == pytest.approx(expected)
    assert found.low < found.slope < found.high


def test_the_error_agrees_with_a_library() -> None:
    score, good, kind, who = contacts(2, 0.5)
    design = np.column_stack([score, *[(np.array(kind) == k).astype(float) for k in sorted(set(kind))]])
    groups = np.unique(who, return_inverse=True)[1]
    fitted = sm.OLS(good, design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    found = within_strata(score, good, kind, who)
    assert found.p == pytest.approx(fitted.pvalues[0], rel=1e-6)
    assert (found.low, found.high) == pytest.approx(tuple(fitted.conf_int()[0]), rel=1e-6)


def test_what_only_differs_between_kinds_of_work_is_no_relation() -> None:
    called = []
    for seed in range(300):
        found = within_strata(*contacts(seed, 0.0))
        called.append(found.p <= 0.05)
    assert 0.01 <= np.mean(called) <= 0.09


def test_the_interval_covers_the_planted_slope() -> None:
    covered = []
    for seed in range(200):
        found = within_strata(*contacts(seed, 0.6))
        covered.append(found.low <= 0.6 <= found.high)
    assert np.mean(covered) >= 0.91


def test_what_never_differs_or_has_too_few_clusters_is_unknown() -> None:
    score, good, kind, who = contacts(3, 0.5)
    assert within_strata(np.full(600, 0.5), good, kind, who).slope is None
    assert within_strata(score, np.ones(600), kind, who).slope is None
    assert within_strata(score, good, kind, [str(int(w) % 3) for w in who]).slope is None
    alone = within_strata([0.1, 0.9], [0, 1], ["a", "b"], ["x", "y"])
    assert (alone.n, alone.slope) == (0, None)
    with pytest.raises(ValueError, match="stratum and a cluster"):
        within_strata([0.1], [0], ["a", "b"], ["x", "y"])
