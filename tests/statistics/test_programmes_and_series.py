"""Did it work, when did it move, and is this week different: printed examples and planted changes."""

import numpy as np
import pytest

from pipelines.statistics.change_points import changepoint, changepoints, cusum
from pipelines.statistics.control_charts import p_chart, run_rules, xmr
from pipelines.statistics.programmes import did, expected_rebound, reliability
from pipelines.statistics.series import its, newey_west

CIGARETTES = [
    *(123.0, 121.0, 123.5, 124.4, 126.7, 127.1, 128.0, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8, 102.8),
    *(99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6),
]
NILE = [
    *(1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140),
    *(1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969),
    *(831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759),
    *(781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890),
    *(744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740),
]


def test_minimum_wages_agree_with_card_and_krueger() -> None:
    found = did(20.44, 21.03, 23.33, 21.17, 0.54, 1.25)
    assert found.effect == pytest.approx(2.76, abs=0.011)
    assert (found.se, found.z) == (pytest.approx(1.36, abs=5e-3), pytest.approx(2.02, abs=5e-3))
    assert did(1, 2, 3, 4).se is None


def test_a_selected_bad_score_rebounds_as_far_as_it_was_luck() -> None:
    rng = np.random.default_rng(8)
    true = rng.normal(80, 4, 4000)
    first, second = (true[:, None] + rng.normal(0, 6, (4000, 5)) for _ in range(2))
    found = reliability(list(first[:600]))
    assert found == pytest.approx(16 / (16 + 36 / 5), abs=0.05)
    picked = first.mean(axis=1) < 76
    mean = float(first.mean())
    rebound = second[picked].mean() - first[picked].mean()
    assert expected_rebound(float(first[picked].mean()), mean, found) == pytest.approx(rebound, abs=0.6)


def test_the_cigarette_series_agrees_with_linden() -> None:
    found = its(CIGARETTES, 19, 1)
    assert found.pre_slope == pytest.approx(-1.779474, abs=1e-6)
    assert found.level_change == pytest.approx(-20.0581, abs=1e-4)
    assert found.slope_change == pytest.approx(-1.494652, abs=1e-6)
    assert found.se_hac == pytest.approx([4.253054, 0.383419, 4.724394, 0.436820], abs=1e-6)
    assert found.durbin_watson == pytest.approx(0.535, abs=5e-4)


def test_a_planted_step_and_bend_are_found_without_bias() -> None:
    rng = np.random.default_rng(9)
    t = np.arange(60)
    truth = 50 + 0.2 * t - 6 * (t >= 36) - 0.5 * (t >= 36) * (t - 36)
    found = [its(truth + rng.normal(0, 1.5, 60), 36) for _ in range(400)]
    assert np.mean([f.level_change for f in found]) == pytest.approx(-6, abs=0.15)
    assert np.mean([f.slope_change for f in found]) == pytest.approx(-0.5, abs=0.02)
    covered = [abs(f.level_change + 6) <= 1.96 * f.se_hac[2] for f in found]
    assert np.mean(covered) > 0.88


def test_without_lags_newey_west_is_the_heteroscedastic_covariance() -> None:
    rng = np.random.default_rng(10)
    x, e = np.column_stack([np.ones(30), rng.normal(size=30)]), rng.normal(size=30)
    bread = np.linalg.inv(x.T @ x)
    white = 30 / 28 * bread @ (x.T @ np.diag(e**2) @ x) @ bread
    assert newey_west(x, e, 0) == pytest.approx(white)


def test_short_series_are_refused() -> None:
    with pytest.raises(ValueError, match="11 points before and 20 after"):
        its(CIGARETTES, 11)
    with pytest.raises(ValueError, match="7 after"):
        its(CIGARETTES, 24)


def test_cusum_agrees_with_nist() -> None:
    means = [
        *(324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600),
        *(324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350),
    ]
    found = cusum(means, 325, 0.3175, 4.1959)
    assert [found.high[i] for i in (12, 13, 19)] == pytest.approx([3.01, 4.94, 19.04], abs=6e-3)
    assert (found.first_high, found.first_low) == (14, None)
    mirrored = cusum([650 - value for value in means], 325, 0.3175, 4.1959)
    assert (mirrored.low, mirrored.first_low) == (pytest.approx(found.high), 14)


def test_the_nile_breaks_in_1898() -> None:
    found = changepoint(NILE)
    assert found.last_index_before == 28
    assert (found.mean_before, found.mean_after) == (pytest.approx(1097.75), pytest.approx(849.97, abs=5e-3))
    assert found.pettitt_k == 1617
    assert found.pettitt_p == pytest.approx(3.59e-7, rel=1e-3)
    assert changepoints(NILE) == [28]


def test_the_break_leaves_the_least_squares() -> None:
    x = np.array(NILE, dtype=float)
    by_hand = {k: ((x[:k] - x[:k].mean()) ** 2).sum() + ((x[k:] - x[k:].mean()) ** 2).sum() for k in range(8, 93)}
    assert changepoint(NILE).last_index_before == min(by_hand, key=by_hand.__getitem__)
    assert changepoint(NILE).sse == pytest.approx(min(by_hand.values()))


@pytest.mark.parametrize("seed", range(4))
def test_two_planted_breaks_are_found_and_noise_has_none(seed: int) -> None:
    rng = np.random.default_rng(seed)
    levels = np.repeat([10.0, 14.0, 9.0], 30)
    found = changepoints(levels + rng.normal(size=90))
    assert len(found) == 2
    assert np.abs(np.array(found) - [30, 60]).max() <= 2
    assert sum(len(changepoints(rng.normal(size=60))) for _ in range(30)) <= 2


def test_the_flow_rates_of_nist_are_in_control() -> None:
    found = xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert (found.centre, found.mr_bar) == (pytest.approx(50.81), pytest.approx(1.8778, abs=5e-5))
    assert (found.lcl, found.ucl) == (pytest.approx(45.8159, abs=2e-4), pytest.approx(55.8041, abs=2e-4))
    assert found.signals == []


def test_montgomerys_cans_signal_at_15_and_23() -> None:
    cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    found = p_chart(cans, [50] * 30)
    assert found.centre == pytest.approx(0.2313, abs=5e-5)
    assert (found.lcl[0], found.ucl[0]) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.4102, abs=1e-4))
    assert found.signals == [15, 23]


def test_thousands_of_contacts_need_laneys_limits() -> None:
    found = p_chart([2100, 2350, 1990, 2480, 2220, 2610, 2150, 2400, 2050, 2550], [20_000] * 10)
    assert len(found.signals) == 7
    assert found.sigma_z == pytest.approx(7.2404, abs=5e-5)
    assert (found.laney_signals, found.needs_laney) == ([], True)


def test_binomial_weeks_do_not_need_laneys_limits() -> None:
    rng = np.random.default_rng(12)
    sigmas = [p_chart(rng.binomial(500, 0.3, 40), [500] * 40).sigma_z for _ in range(100)]
    assert np.mean(sigmas) == pytest.approx(1, abs=0.05)


def test_run_rules_fire_at_the_point_that_completes_them() -> None:
    assert run_rules([0.1] * 8 + [-0.1], 0, 1) == [(8, "8 on one side")]
    assert run_rules([1, 2, 3, 4, 5, 6], 3.5, 10) == [(6, "6 trending")]
    assert run_rules([0, 4, 0], 0, 1) == [(2, "beyond 3 sigma")]
    assert run_rules([1, -1, 1, -1] * 5, 0, 1) == []


def test_a_chart_of_one_point_is_refused() -> None:
    for chart in (lambda: xmr([1.0]), lambda: p_chart([1], [10])):
        with pytest.raises(ValueError, match="two points"):
            chart()
