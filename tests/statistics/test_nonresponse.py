"""Silent customers: Lohr's classes, the worked re-weighting, and the bounds of what is not known."""

import numpy as np
import pytest

from pipelines.statistics.nonresponse import is_established, manski, nonresponse


def test_factors_agree_with_lohrs_table() -> None:
    found = nonresponse([30322, 33013, 27046, 29272, 30451], [18693, 28143, 24371, 28138, 30451])
    assert found.response == pytest.approx([0.6165, 0.8525, 0.9011, 0.9613, 1.0], abs=6e-5)
    assert found.factor == pytest.approx([1.622, 1.173, 1.110, 1.040, 1.000], abs=6e-4)
    assert (found.weighted, found.unweighted) == (None, None)


def test_the_worked_csat_falls_when_each_answer_stands_for_its_class() -> None:
    found = nonresponse([600, 250, 150], [180, 30, 45], [0.9, 0.55, 0.2])
    assert found.unweighted == pytest.approx(0.735294, abs=1e-6)
    assert found.weighted == pytest.approx(0.7075)
    assert found.kish_neff == pytest.approx(218.18, abs=5e-3)


def test_equal_response_changes_nothing() -> None:
    found = nonresponse([100, 300], [20, 60], [0.9, 0.4])
    assert found.weighted == pytest.approx(found.unweighted)
    assert found.kish_neff == pytest.approx(80)


def test_weighting_removes_the_bias_of_a_planted_survey() -> None:
    rng = np.random.default_rng(4)
    asked, happy, answers = np.array([4000, 2000]), np.array([0.9, 0.3]), np.array([0.5, 0.1])
    raw, weighted = [], []
    for _ in range(200):
        responded = rng.binomial(asked, answers)
        found = nonresponse(asked, responded, rng.binomial(responded, happy) / responded)
        raw.append(found.unweighted)
        weighted.append(found.weighted)
    assert np.mean(weighted) == pytest.approx(0.7, abs=0.005)
    assert np.mean(raw) > 0.82


def test_bounds_hold_what_the_silent_customers_could_say() -> None:
    found = manski(255, 1000, 187)
    assert (found.low, found.high) == (pytest.approx(0.187), pytest.approx(0.932))
    assert manski(0, 10, 0).observed is None
    assert manski(10, 10, 4) == manski(10, 10, 4).__class__(0.4, 0.4, 0.4)


def test_a_difference_between_unequal_surveys_is_not_established() -> None:
    people, ai = manski(300, 1000, 240), manski(150, 1000, 90)
    assert not is_established(people, ai, 0.30, 0.15)
    assert is_established(people, ai, 0.30, 0.25)
    assert is_established(manski(990, 1000, 950), manski(500, 1000, 10), 0.99, 0.5), "bounds that do not overlap"


def test_a_class_that_nobody_speaks_for_has_to_be_merged() -> None:
    with pytest.raises(ValueError, match="merge it"):
        nonresponse([10, 10], [5, 0])
    with pytest.raises(ValueError, match="positives are part"):
        manski(5, 10, 6)
