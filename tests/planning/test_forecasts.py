"""Smoothing and accuracy: printed examples."""

import pytest

from pipelines.planning.accuracy import forecast_accuracy
from pipelines.planning.smoothing import holt_winters_additive, seasonal_naive, ses

OIL = [
    *(445.3641, 453.195, 454.4096, 422.3789, 456.0371, 440.3866, 425.1944, 486.2052, 500.4291),
    *(521.2759, 508.9476, 488.8889, 509.8706, 456.7229, 473.8166, 525.9509, 549.8338, 542.3405),
]
QUARTERS = [120, 90, 100, 150, 128, 95, 104, 161, 133, 101, 110, 170, 140, 104, 117, 178]


def test_the_oil_series_agrees_with_the_textbook() -> None:
    found = ses(OIL, 0.8339, 446.5868)
    assert found.forecast == pytest.approx(542.68, abs=0.01)
    assert (found.rmse, found.mae) == (pytest.approx(28.12, abs=5e-3), pytest.approx(22.26, abs=5e-3))


def test_holt_and_winters_keep_the_season_of_their_step() -> None:
    found = holt_winters_additive(QUARTERS, 4, 0.3, 0.1, 0.2, 115, 1, [5, -25, -15, 35], 6)
    assert found.forecast == pytest.approx([144.9354, 113.3288, 124.7081, 180.4381, 150.7177, 119.1111], abs=5e-5)


def test_a_series_that_repeats_is_forecast_exactly() -> None:
    assert seasonal_naive([1, 2, 3, 1, 2, 3], 3, 5).tolist() == [1, 2, 3, 1, 2]
    found = holt_winters_additive([1, 2, 3, 1, 2, 3], 3, 0.5, 0.5, 0.5, 2, 0, [-1, 0, 1], 4)
    assert found.forecast == pytest.approx([1, 2, 3, 1])


def test_errors_agree_with_the_worked_example() -> None:
    found = forecast_accuracy(QUARTERS, [148, 110, 121, 185], [140, 104, 117, 178], 4)
    assert (found.wape, found.mase, found.bias) == (
        *(pytest.approx(0.044326, abs=1e-6), pytest.approx(0.949367, abs=1e-6), pytest.approx(-0.044326, abs=1e-6)),
    )


def test_a_ratio_to_nothing_is_unknown() -> None:
    found = forecast_accuracy([5, 5, 5], [0, 0], [1, 1], 1)
    assert (found.wape, found.mase, found.bias, found.mae) == (None, None, None, 1)
    with pytest.raises(ValueError, match="no season"):
        seasonal_naive([1, 2], 3, 1)
