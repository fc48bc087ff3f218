"""Forecasts on planted series, and a back-test that never sees the future."""

import numpy as np
import pytest

from pipelines.planning.backtest import rolling_origin
from pipelines.planning.ets import ets
from pipelines.planning.forecasting import NAIVE, by_day, by_interval, ets_days, last_season, spread_over_day
from pipelines.planning.smoothing import holt_winters_additive
from pipelines.planning.theta import theta

WEEK = np.array([120.0, 100.0, 95.0, 98.0, 90.0, 40.0, 30.0])


def days(seed: int, weeks: int = 30, noise: float = 8.0, drift: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.tile(WEEK, weeks) + drift * np.arange(7 * weeks) + rng.normal(0, noise, 7 * weeks)


def intervals(seed: int, weeks: int = 24) -> np.ndarray:
    """Days of 20 intervals with a double peak and Poisson arrivals."""
    rng = np.random.default_rng(seed)
    shape = np.exp(-(((np.arange(20) - 5) / 3) ** 2)) + 0.7 * np.exp(-(((np.arange(20) - 14) / 3) ** 2))
    return rng.poisson(np.tile(WEEK, weeks)[:, None] * 3 * shape / shape.sum()).astype(float)


@pytest.mark.parametrize("forecaster", by_day().values(), ids=by_day())
def test_a_week_that_repeats_is_forecast_exactly(forecaster) -> None:
    assert forecaster(np.tile(WEEK, 6), 7, 10) == pytest.approx(np.resize(WEEK, 10))


@pytest.mark.parametrize("forecaster", by_day().values(), ids=by_day())
def test_missing_days_are_stepped_over_and_keep_their_place(forecaster) -> None:
    y = np.tile(WEEK, 6)
    y[[3, 19, 40, 41]] = np.nan
    assert forecaster(y, 7, 10) == pytest.approx(np.resize(WEEK, 10))


def test_the_fitted_smoothing_is_the_recursion_with_its_own_parameters() -> None:
    y = days(1)
    found = ets(y, 7, 9)
    assert found.beta == 0, "there is no trend in it"
    means = y[:21].reshape(3, 7).mean(axis=0)
    # The error form gives the season gamma (1 - alpha) of the error, the classical form gamma of y - l' - b'.
    gamma = found.gamma * (1 - found.alpha)
    known = holt_winters_additive(y, 7, found.alpha, 0, gamma, means.mean(), 0, means - means.mean(), 9)
    assert found.forecast == pytest.approx(known.forecast)


def test_no_parameters_nearby_fit_better() -> None:
    y = days(2, noise=15) + np.cumsum(np.random.default_rng(3).normal(0, 3, 210))
    found = ets(y, 7, 1)
    means = y[:21].reshape(3, 7).mean(axis=0)

    def squares(alpha: float, gamma: float) -> float:
        run = holt_winters_additive(y, 7, alpha, 0, gamma * (1 - alpha), means.mean(), 0, means - means.mean(), 1)
        return float(np.sum((y - run.fitted) ** 2))

    assert found.beta == 0
    best = squares(found.alpha, found.gamma)
    assert all(squares(a, g) >= best for a in (0.05, 0.2, 0.4, 0.6) for g in (0.01, 0.1, 0.3))


@pytest.mark.parametrize("seed", range(4))
def test_a_planted_trend_is_followed(seed: int) -> None:
    y = days(seed, noise=3, drift=0.5)
    truth = np.resize(WEEK, 14) + 0.5 * (210 + np.arange(14))
    naive = np.abs(last_season(y, 7, 14) - truth).mean()
    assert np.abs(ets(y, 7, 14).forecast - truth).mean() < naive
    assert np.abs(theta(y, 7, 14) - truth).mean() < naive


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_smoothed_and_the_naive_beaten(seed: int) -> None:
    found = rolling_origin(by_day(), days(seed), 7, 28)
    assert found.chosen != NAIVE
    for name in ("ets", "theta"):
        assert found.records[name].wape < found.records[NAIVE].wape
        assert found.records[name].mase < found.records[NAIVE].mase
        assert abs(found.records[name].bias) < 0.03


@pytest.mark.parametrize("seed", range(3))
def test_short_intervals_gain_from_the_shape_of_the_day(seed: int) -> None:
    found = rolling_origin(by_interval(), intervals(seed), 7, 28)
    assert found.records["ets"].wape < 0.85 * found.records[NAIVE].wape
    assert found.records["ets"].n == 8 * 28 * 20


def test_the_naive_is_kept_unless_it_is_beaten() -> None:
    found = rolling_origin({NAIVE: last_season, "same": last_season}, days(1), 7, 14)
    assert found.chosen == NAIVE
    with pytest.raises(ValueError, match="must be among"):
        rolling_origin({"ets": ets_days}, days(1), 7, 14)


def test_the_future_is_never_seen() -> None:
    y = days(4)
    spoiled = y.copy()
    spoiled[-28:] = 1e6
    seen = []

    def spy(train, m, h):
        seen.append(train.copy())
        return last_season(train, m, h)

    found = rolling_origin({NAIVE: spy}, spoiled, 7, 28, origins=1)
    assert found.origins == [len(y) - 28]
    assert (seen[0] == y[:-28]).all()


def test_a_backtest_equals_the_sums_done_by_hand() -> None:
    y = np.array([10.0, 20, 12, 18, 11, 25, 9, 30])
    found = rolling_origin({NAIVE: last_season}, y, 2, 2, origins=2).records[NAIVE]
    errors, came = [12 - 11, 18 - 25, 11 - 9, 25 - 30], 11 + 25 + 9 + 30
    assert found.wape == pytest.approx(sum(map(abs, errors)) / came)
    assert found.bias == pytest.approx(sum(errors) / came)
    scales = [(2 + 2) / 2, (2 + 2 + 1 + 7) / 4]
    assert found.mase == pytest.approx(((1 + 7) / 2 / scales[0] + (2 + 5) / 2 / scales[1]) / 2)


def test_an_interval_forecast_adds_up_to_its_day_and_is_not_negative() -> None:
    y = intervals(5)
    found = spread_over_day(ets_days, y, 7, 7)
    assert found.sum(axis=1) == pytest.approx(ets(y.sum(axis=1), 7, 7).forecast)
    assert (found >= 0).all()
    falling = np.maximum(200 - np.arange(60.0), 0)[:, None] * np.ones((60, 2))
    assert (spread_over_day(theta, falling, 5, 300) >= 0).all()


def test_series_that_cannot_be_forecast_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 3 seasons"):
        ets(WEEK, 7, 5)
    with pytest.raises(ValueError, match="nothing is to be forecast"):
        theta(days(1), 7, 0)
    with pytest.raises(ValueError, match="never seen"):
        last_season(np.array([np.nan, 1.0, np.nan, 2.0]), 2, 2)
    part = intervals(1)
    part[3, 4] = np.nan
    with pytest.raises(ValueError, match="known in part"):
        spread_over_day(ets_days, part, 7, 3)
    with pytest.raises(ValueError, match="too few"):
        rolling_origin(by_day(), days(1, weeks=5), 7, 28)
