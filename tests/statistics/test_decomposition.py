"""Das Gupta's printed examples, and effects that add up on anything."""

import numpy as np
import pytest

from pipelines.statistics.decomposition import factor_product, kitagawa, shapley, threefold
from pipelines.statistics.oaxaca import oaxaca

SHARES_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
RATES_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
SHARES_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
RATES_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def test_headship_rates_split_as_das_gupta_prints() -> None:
    found = kitagawa(SHARES_1970, RATES_1970, SHARES_1985, RATES_1985)
    assert (found.overall1, found.overall2) == (pytest.approx(44.7268), pytest.approx(47.6940))
    assert (found.mix_effect, found.rate_effect) == (pytest.approx(1.2269), pytest.approx(1.7403))
    three = threefold(SHARES_1970, RATES_1970, SHARES_1985, RATES_1985)
    assert (three.mix, three.rate, three.interaction) == pytest.approx((1.2082, 1.7216, 0.0374))


def test_handle_time_after_automation_rises_by_mix_alone() -> None:
    found = kitagawa([600, 250, 150], [240, 420, 840], [260, 230, 150], [242, 418, 838])
    assert (found.overall1, found.overall2) == (375, pytest.approx(444.9375))
    assert (found.mix_effect, found.rate_effect) == (pytest.approx(69.925), pytest.approx(0.0125))


@pytest.mark.parametrize("seed", range(20))
def test_kitagawas_terms_add_up_exactly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(0, 50, (2, 9))
    r1, r2 = rng.normal(300, 80, (2, 9))
    w1[rng.integers(9)] = 0
    found, three = kitagawa(w1, r1, w2, r2), threefold(w1, r1, w2, r2)
    assert found.mix_effect + found.rate_effect == pytest.approx(found.difference, abs=1e-10)
    assert sum(found.rate_by_stratum) == pytest.approx(found.rate_effect, abs=1e-10)
    assert sum(found.mix_by_stratum_centred) == pytest.approx(found.mix_effect, abs=1e-10)
    assert three.mix + three.rate + three.interaction == pytest.approx(three.difference, abs=1e-10)
    assert found.rate_effect == pytest.approx(three.rate + three.interaction / 2, abs=1e-10)


def test_a_stratum_of_one_period_is_pure_mix_and_flagged() -> None:
    found = kitagawa([50, 50, 0], [0.8, 0.6, None], [50, 0, 50], [0.8, None, 0.2])
    assert found.presence == ["both", "left", "entered"]
    assert found.rate_effect == 0
    assert found.difference == pytest.approx(0.5 - 0.7)
    assert found.mix_effect == pytest.approx(found.difference)


def test_one_stratum_is_all_rate() -> None:
    found = kitagawa([10], [0.5], [99], [0.7])
    assert (found.mix_effect, found.rate_effect) == (0, pytest.approx(0.2))


def test_an_unknown_level_is_refused_and_not_taken_for_zero() -> None:
    with pytest.raises(ValueError, match="unknown, which is not 0"):
        kitagawa([5, 5], [0.5, None], [5, 5], [0.5, 0.4])
    with pytest.raises(ValueError, match="without volume"):
        kitagawa([0], [None], [5], [0.5])
    with pytest.raises(ValueError, match="at least one"):
        kitagawa([], [], [], [])


def test_das_guptas_products_split_as_printed() -> None:
    earnings = factor_product([10930, 0.717892], [16591, 0.825974])
    assert earnings.effects == pytest.approx([4369.913, 1487.262], abs=1e-3)
    births = factor_product([51.78746, 0.45919, 0.52638], [84.90502, 0.75756, 0.51065])
    assert births.effects == pytest.approx([10.4340333, 10.5608476, -0.6670084], abs=2e-6)


@pytest.mark.parametrize("seed", range(10))
def test_shapley_effects_add_up_whatever_the_function(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = {tuple(bool(m >> i & 1) for i in range(4)): float(rng.normal()) for m in range(16)}
    effects = shapley(table.__getitem__, 4)
    assert sum(effects) == pytest.approx(table[(True,) * 4] - table[(False,) * 4], abs=1e-12)


def test_shapley_equals_the_mean_over_all_orders() -> None:
    from itertools import permutations

    old, new = [2.0, 3.0, 5.0], [7.0, 11.0, 4.0]
    mean = np.zeros(3)
    for order in permutations(range(3)):
        now = list(old)
        for i in order:
            before = np.prod(now)
            now[i] = new[i]
            mean[i] += (np.prod(now) - before) / 6
    assert factor_product(old, new).effects == pytest.approx(mean.tolist())


def test_oaxaca_agrees_with_the_worked_records_and_adds_up() -> None:
    x1, y1 = [[1, 0], [2, 0], [3, 1], [4, 1], [5, 0], [6, 1], [7, 1], [8, 0]], [62, 66, 74, 77, 75, 85, 88, 84]
    x2, y2 = [[1, 1], [1, 0], [2, 0], [3, 0], [2, 1], [4, 0], [3, 1], [5, 1]], [60, 58, 61, 64, 63, 69, 67, 75]
    found = oaxaca(x1, y1, x2, y2)
    assert found.gap == pytest.approx(11.75)
    assert (found.explained, found.unexplained) == (pytest.approx(6.988636), pytest.approx(4.761364))
    assert (found.coefficients, found.interaction) == (pytest.approx(5.703125), pytest.approx(-0.941761, abs=1e-6))
    assert found.gap == pytest.approx(np.mean(y1) - np.mean(y2))


def test_characteristics_that_never_vary_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        oaxaca([[1], [1], [1]], [1, 2, 3], [[1], [2], [3]], [1, 2, 3])
