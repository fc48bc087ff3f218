"""Learning, leaving, lags and edges."""

import numpy as np
import pytest

from pipelines.statistics.attrition import attrition, weekly_rate
from pipelines.statistics.edges import Posterior, edge_status, normal_normal
from pipelines.statistics.lags import ccf, lag_ridge, neff
from pipelines.statistics.learning import (
    learning_cumavg,
    learning_fit,
    learning_unit,
    ramp_exponential,
    weeks_to_bar,
)
from pipelines.statistics.survival import kaplan_meier, log_rank

WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
LEFT = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
X = [10, 12, 11, 15, 18, 16, 14, 13, 17, 20, 22, 19, 16, 15, 14, 18]
Y = [50, 51, 50.4, 51.7, 51.3, 55.6, 57.5, 56.2, 53.6, 53.3, 57.4, 59.5, 62.3, 58.8, 56.4, 54.7]


def test_the_ramp_reaches_ten_percent_in_twelve_weeks() -> None:
    weeks = ramp_exponential(900, 480, 5.5)
    assert weeks == pytest.approx(11.93, abs=5e-3)
    assert 480 + (900 - 480) * np.exp(-weeks / 5.5) == pytest.approx(1.1 * 480)
    assert ramp_exponential(500, 480, 5.5) == 0


def test_proficient_means_staying_there() -> None:
    assert weeks_to_bar([900, 700, 600, 520, 500, 490, 480], 480) == 6
    assert weeks_to_bar([480, 480, 480, 900, 480, 480, 480], 480) == 7
    assert weeks_to_bar([900, 800], 480) is None
    assert weeks_to_bar([900, 800, 700], 480) is None


def test_the_two_learning_models_are_not_confused() -> None:
    assert learning_unit(1, 0.8, 10).unit == pytest.approx(0.477, abs=5e-4)
    assert learning_unit(1, 0.8, 10).cumulative == pytest.approx(6.315, abs=6e-4)
    assert learning_unit(1, 0.85, 20).cumulative == pytest.approx(12.402, abs=6e-4)
    assert (learning_cumavg(100, 0.8, 8).average, learning_cumavg(100, 0.8, 8).total) == pytest.approx((51.2, 409.6))


def test_a_planted_curve_is_fitted_and_hidden_while_young() -> None:
    n = np.array([20, 50, 120, 190])
    found = learning_fit(n, 1200 * n ** np.log2(0.9))
    assert (found.rate, found.first, found.is_shown) == (pytest.approx(0.9), pytest.approx(1200), False)
    assert learning_fit([50, 200], [10, 9]).is_shown


def test_survival_agrees_with_freireich() -> None:
    found = kaplan_meier(WEEKS, LEFT)
    assert [step.time for step in found.steps] == [6, 7, 10, 13, 16, 22, 23]
    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [step.survival for step in found.steps] == pytest.approx(printed, abs=6e-4)
    assert found.median == 23
    assert (found.at(5.9), found.at(6)) == (1.0, found.steps[0].survival)


def test_without_censoring_survival_is_the_share_still_there() -> None:
    times = np.random.default_rng(3).integers(1, 30, 200)
    for step in kaplan_meier(times, np.ones(200)).steps:
        assert step.survival == pytest.approx((times > step.time).mean())
        if step.greenwood_se is not None:
            assert step.greenwood_se == pytest.approx((step.survival * (1 - step.survival) / 200) ** 0.5)


def test_nobody_leaving_leaves_the_median_unknown() -> None:
    found = kaplan_meier([5, 6], [0, 0])
    assert (found.steps, found.median, found.at(99)) == ([], None, 1.0)


def test_log_rank_agrees_with_the_freireich_trial() -> None:
    found = log_rank([(WEEKS, LEFT), (PLACEBO, [1] * 21)])
    assert found.statistic == pytest.approx(16.79, abs=5e-3)
    assert found.degrees == 1


def test_log_rank_rejects_at_its_rate_when_classes_are_equal() -> None:
    rng = np.random.default_rng(13)
    rejected = []
    for _ in range(400):
        times, end = rng.exponential(30, (3, 25)).round(), rng.uniform(5, 40, (3, 25)).round()
        rejected.append(log_rank([(np.minimum(t, e), t <= e) for t, e in zip(times, end, strict=True)]).p < 0.05)
    assert 0.025 <= np.mean(rejected) <= 0.085


def test_attrition_is_a_yearly_rate_in_both_forms() -> None:
    found = attrition(9, 120, 91)
    assert (found.annualised, found.compound_annual) == (
        pytest.approx(0.300824, abs=1e-6),
        pytest.approx(0.268533, abs=1e-6),
    )
    assert 1 - (1 - weekly_rate(0.26)) ** 52 == pytest.approx(0.26)
    with pytest.raises(ValueError, match="leavers"):
        attrition(5, 0, 91)


def test_the_true_lag_has_the_largest_correlation() -> None:
    found = ccf(X, Y, 4)
    assert found == pytest.approx([0.383970, 0.689360, 0.842700, 0.522033, 0.118598], abs=1e-6)
    assert ccf(X, X, 0) == [pytest.approx(1)]
    with pytest.raises(ValueError, match="does not vary"):
        ccf([1, 1, 1], [1, 2, 3], 1)


def test_correlated_weeks_count_for_fewer() -> None:
    assert neff(52, 0.6, 0.5) == pytest.approx(28)
    rng = np.random.default_rng(14)
    noise = rng.normal(size=(2, 3000, 252))
    for t in range(1, 252):
        noise[0, :, t] += 0.6 * noise[0, :, t - 1]
        noise[1, :, t] += 0.5 * noise[1, :, t - 1]
    r = [np.corrcoef(x, y)[0, 1] for x, y in zip(*noise[:, :, 52:], strict=True)]
    assert np.std(r) == pytest.approx(neff(200, 0.6, 0.5) ** -0.5, rel=0.05)


def test_lags_shrink_towards_their_prior() -> None:
    found = lag_ridge(X, Y, [0, 1, 2, 3], [0, 0.1, 0.3, 0.1], [0.2] * 4, 1.0)
    assert found.posterior_mean == pytest.approx([-0.081541, 0.243630, 0.644397, 0.143210], abs=1e-6)
    assert found.ols == pytest.approx([-0.070573, 0.145833, 0.863762, 0.030761], abs=1e-6)
    assert (found.cumulative, found.cumulative_sd) == (
        pytest.approx(0.949695, abs=1e-6),
        pytest.approx(0.146693, abs=1e-6),
    )


def test_a_weak_prior_leaves_least_squares_and_a_strong_one_itself() -> None:
    weak = lag_ridge(X, Y, [0, 1, 2], [9, 9, 9], [1e4] * 3, 1.0)
    assert weak.posterior_mean == pytest.approx(weak.ols, abs=1e-4)
    strong = lag_ridge(X, Y, [0, 1, 2], [0.1, 0.2, 0.3], [1e-6] * 3, 1.0)
    assert strong.posterior_mean == pytest.approx([0.1, 0.2, 0.3], abs=1e-6)


def test_controls_take_their_part_out_first() -> None:
    rng = np.random.default_rng(15)
    control = rng.normal(size=300)
    x = control + rng.normal(size=300)
    y = 3 * control + 0.5 * x + rng.normal(0, 0.1, 300)
    assert lag_ridge(x, y, [0], [0], [10], 0.1).ols[0] > 1.5
    assert lag_ridge(x, y, [0], [0], [10], 0.1, controls=control).ols[0] == pytest.approx(0.5, abs=0.02)


def test_an_edge_moves_to_the_data_by_their_precision() -> None:
    trout = normal_normal(30, 4, 32, 0.57735)
    assert (trout.mean, trout.sd) == (pytest.approx(31.96, abs=5e-3), pytest.approx(0.5714, abs=5e-5))
    edge = normal_normal(0.15, 0.10, 0.40, 0.20)
    assert (edge.mean, edge.sd, edge.weight_data) == pytest.approx((0.20, 0.0894427, 0.20))


@pytest.mark.parametrize(
    ("posterior", "status"),
    [
        (Posterior(0.2, 0.05, 0.5), "supported"),
        (Posterior(0.2, 0.05, 0.29), "prior only"),
        (Posterior(-0.2, 0.05, 0.5), "contradicted"),
        (Posterior(0.02, 0.05, 0.5), "unclear"),
    ],
)
def test_the_status_of_an_edge_needs_own_data(posterior: Posterior, status: str) -> None:
    assert edge_status(posterior, 1) == status
