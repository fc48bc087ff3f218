"""Retained value: the worked example of the methodology, and what must not be claimed."""

import pytest

from pipelines.statistics.retained_value import Stratum, retained_value

WORKED = [Stratum(900, 36, 300, 21), Stratum(300, 30, 250, 40)]


def test_the_worked_example_is_worth_4860_and_prudently_1282() -> None:
    value = retained_value(WORKED, margin_per_month=18, horizon_months=6)
    assert value is not None
    assert value.naive_difference == pytest.approx(0.05590909, abs=1e-8)
    assert value.adjusted_difference == pytest.approx(0.0375)
    assert value.se == pytest.approx(0.014086, abs=1e-6)
    assert value.point_value == pytest.approx(4860)
    assert value.prudent_value == pytest.approx(1282.02, abs=0.005)


def test_a_difference_that_may_be_nothing_is_worth_nothing() -> None:
    value = retained_value([Stratum(50, 5, 50, 6)], margin_per_month=18)
    assert value is not None and value.point_value > 0
    assert value.prudent_value == 0


def test_without_a_control_nothing_is_said() -> None:
    assert retained_value([*WORKED, Stratum(10, 1, 0, 0)], margin_per_month=18) is None
    assert retained_value([], margin_per_month=18) is None


@pytest.mark.parametrize("months", [0, 7])
def test_a_horizon_without_evidence_is_refused(months: float) -> None:
    with pytest.raises(ValueError, match="horizon"):
        retained_value(WORKED, margin_per_month=18, horizon_months=months)


def test_more_leavers_than_customers_are_refused() -> None:
    with pytest.raises(ValueError, match="more customers left"):
        retained_value([Stratum(5, 6, 5, 1)], margin_per_month=18)
