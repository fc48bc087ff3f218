"""Kidney stones (Charig 1986), age-adjusted deaths (Le; Boston University), and what must hold on any table."""

import numpy as np
import pytest

from pipelines.statistics.standardisation import direct_standard, indirect_standard, mantel_haenszel

POOLED = [357, 343]


def test_the_standardised_rates_turn_simpsons_paradox_round() -> None:
    a = direct_standard([81 / 87, 192 / 263], POOLED, [87, 263])
    b = direct_standard([234 / 270, 55 / 80], POOLED, [270, 80])
    assert (a.crude, b.crude) == (pytest.approx(0.780, abs=5e-4), pytest.approx(0.8257, abs=5e-5))
    assert (a.rate, a.se) == (pytest.approx(0.832546, abs=1e-6), pytest.approx(0.019284, abs=1e-6))
    assert (b.rate, b.se) == (pytest.approx(0.778875, abs=1e-6), pytest.approx(0.027498, abs=1e-6))


def test_mantel_haenszel_agrees_with_the_kidney_stones() -> None:
    found = mantel_haenszel([81, 192], [87, 263], [234, 55], [270, 80])
    assert found.odds_ratio == pytest.approx(1.446847, abs=1e-6)
    assert found.risk_difference == pytest.approx(0.053836, abs=1e-6)


def test_the_ratio_is_observed_over_expected() -> None:
    sizes, rates = [60_000, 130_000, 240_000, 80_000, 20_000], [0.00284, 0.00057, 0.00198, 0.00815, 0.04425]
    found = indirect_standard(2116, sizes, rates, 0.01069)
    assert found.expected == pytest.approx(2256.7, abs=0.05)
    assert found.ratio == pytest.approx(0.937652, abs=1e-6)
    assert (found.low, found.high) == (pytest.approx(0.8981, abs=5e-5), pytest.approx(0.9785, abs=5e-5))


@pytest.mark.parametrize("seed", range(5))
def test_a_rate_standardised_to_its_own_mix_is_the_crude_rate(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 500, 7)
    events = rng.binomial(sizes, rng.uniform(size=7))
    found = direct_standard(events / sizes, sizes * 3.5, sizes)
    assert found.rate == pytest.approx(events.sum() / sizes.sum(), abs=1e-12)
    assert found.crude == pytest.approx(found.rate, abs=1e-12)


def test_with_one_stratum_all_forms_are_the_plain_numbers() -> None:
    assert direct_standard([0.25], [9], [40]).rate == 0.25
    assert direct_standard([0.25], [9], [40]).se == pytest.approx((0.25 * 0.75 / 40) ** 0.5)
    assert indirect_standard(10, [40], [0.5], 0.5).ratio == 0.5
    found = mantel_haenszel([30], [40], [10], [40])
    assert (found.odds_ratio, found.risk_difference, found.risk_ratio) == (9.0, 0.5, 3.0)


def test_the_error_of_a_standardised_rate_is_the_spread_over_repetitions() -> None:
    rng = np.random.default_rng(7)
    p, n, w = np.array([0.9, 0.6, 0.3]), np.array([120, 80, 200]), np.array([0.2, 0.5, 0.3])
    rates = rng.binomial(n, p, size=(20_000, 3)) / n
    assert direct_standard(p, w, n).se == pytest.approx(float((rates @ w).std()), rel=0.02)


def test_indirect_limits_cover_poisson_counts_at_their_rate() -> None:
    rng = np.random.default_rng(3)
    covered = []
    for truth in (5.0, 20.0, 100.0):
        for observed in rng.poisson(truth, 2000):
            found = indirect_standard(int(observed), [truth], [1.0], 1.0)
            covered.append(found.low <= 1.0 <= found.high)
    assert 0.94 <= np.mean(covered) <= 0.97


def test_strata_without_a_counterpart_carry_no_weight() -> None:
    with_absent = mantel_haenszel([30, 5], [40, 9], [10, 0], [40, 0])
    assert with_absent == mantel_haenszel([30], [40], [10], [40])


@pytest.mark.parametrize(
    ("rates", "weights", "sizes", "message"),
    [
        ([], [], None, "at least one"),
        ([0.5], [1, 2], None, "weights has 2 values where 1"),
        ([0.5], [0], None, "no mix"),
        ([0.5, 0.5], [1, 1], [10, 0], "no cases"),
        ([1.5], [1], [10], "above 1"),
        ([float("nan")], [1], None, "no finite number"),
    ],
)
def test_what_cannot_be_standardised_is_refused(rates, weights, sizes, message) -> None:
    with pytest.raises(ValueError, match=message):
        direct_standard(rates, weights, sizes)


def test_tables_without_a_filled_stratum_are_refused() -> None:
    with pytest.raises(ValueError, match="no stratum is filled on both sides"):
        mantel_haenszel([1], [2], [0], [0])
    with pytest.raises(ValueError, match="part exceeds"):
        mantel_haenszel([3], [2], [0], [5])
