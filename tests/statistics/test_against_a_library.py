"""The statistics give what statsmodels gives, on data that neither was tuned to."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.random import default_rng
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oaxaca import OaxacaBlinder
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from pipelines.statistics.agreement import kappa_table
from pipelines.statistics.intervals import newcombe_diff, wilson
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.oaxaca import oaxaca
from pipelines.statistics.series import its
from pipelines.statistics.survival import kaplan_meier, log_rank

SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
def test_intervals_of_rates_and_of_differences(seed: int) -> None:
    dice = default_rng(seed)
    n1, n2 = dice.integers(5, 400, 2)
    x1, x2 = dice.integers(0, n1 + 1), dice.integers(0, n2 + 1)
    assert tuple(map(float, wilson(x1, n1))) == pytest.approx(proportion_confint(x1, n1, method="wilson"), abs=1e-12)
    theirs = confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb")
    assert tuple(map(float, newcombe_diff(x1, n1, x2, n2))) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_false_discoveries(seed: int) -> None:
    p_values = default_rng(seed).uniform(size=40) ** 3
    ours = bh(p_values, q=0.1)
    rejected, adjusted, *_ = multipletests(p_values, alpha=0.1, method="fdr_bh")
    assert list(ours.adjusted) == pytest.approx(adjusted)
    assert ours.is_rejected == list(rejected)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_interrupted_series_with_its_errors(seed: int) -> None:
    dice = default_rng(seed)
    n, start = 40, 22
    y = 50 + 0.3 * np.arange(n) - 6 * (np.arange(n) >= start) + np.cumsum(dice.normal(size=n))
    time, after = np.arange(n), (np.arange(n) >= start).astype(float)
    design = np.column_stack([np.ones(n), time, after, after * (time - start)])
    theirs = sm.OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": 2, "use_correction": True})
    ours = its(y, start, hac_lags=2)
    assert [ours.intercept, ours.pre_slope, ours.level_change, ours.slope_change] == pytest.approx(list(theirs.params))
    assert ours.se_hac == pytest.approx(list(theirs.bse), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gap_split_by_regression(seed: int) -> None:
    dice = default_rng(seed)
    x1, x2 = dice.normal(1.0, 1.0, (60, 2)), dice.normal(0.4, 1.2, (80, 2))
    y1 = 2 + x1 @ [1.5, -0.5] + dice.normal(size=60)
    y2 = 1 + x2 @ [1.0, 0.2] + dice.normal(size=80)
    ours = oaxaca(x1, y1, x2, y2)
    group = np.concatenate([np.zeros(60), np.ones(80)])
    x = np.column_stack([np.vstack([x1, x2]), group])
    model = OaxacaBlinder(np.concatenate([y1, y2]), x, 2, hasconst=False, swap=False)
    assert list(model.three_fold().params) == pytest.approx(
        [ours.endowments, ours.coefficients, ours.interaction, ours.gap]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_survival_and_its_comparison(seed: int) -> None:
    dice = default_rng(seed)
    times = [np.ceil(dice.exponential(scale, 50)) for scale in (10, 16)]
    events = [(dice.uniform(size=50) < 0.7).astype(int) for _ in times]
    ours = kaplan_meier(times[0], events[0])
    theirs = SurvfuncRight(times[0], events[0])
    for time, share in zip(theirs.surv_times, theirs.surv_prob, strict=True):
        assert ours.at(float(time)) == pytest.approx(share)
    statistic, p = survdiff(np.concatenate(times), np.concatenate(events), np.repeat([0, 1], 50))
    tested = log_rank(list(zip(times, events, strict=True)))
    assert (tested.statistic, tested.p) == pytest.approx((statistic, p))


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_agreement_of_two_graders(weights: str | None) -> None:
    table = default_rng(4).integers(1, 30, (4, 4))
    theirs = cohens_kappa(table, wt=weights) if weights else cohens_kappa(table)
    assert kappa_table(table, weights).kappa == pytest.approx(theirs.kappa)
