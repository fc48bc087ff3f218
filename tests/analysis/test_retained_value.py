"""Customers who stayed: the worked example of the methodology, and what is withheld."""

from __future__ import annotations

import pytest

from pipelines.analysis import Row
from pipelines.analysis.retained_value import ANALYSIS
from tests.analysis.worlds import run

REVENUE = [{"currency": "USD", "amount_a_month": 18.0}]


def stratum(tenure: str, exposed: int, left: int, control: int, control_left: int) -> Row:
    return {
        "exposure": "saved",
        "population": "human",
        "tenure": tenure,
        "has_bought": True,
        "family": "subscription",
        "n_exposed": exposed,
        "churn_exposed": left,
        "n_control": control,
        "churn_control": control_left,
    }


WORKED = [stratum("under 90 days", 900, 36, 300, 21), stratum("90 days and more", 300, 30, 250, 40)]


def test_the_worked_example_is_worth_1282_at_least() -> None:
    rows = run(ANALYSIS, int_retention_strata=WORKED, int_customer_revenue=REVENUE)["retained_values"]
    assert {row["population"] for row in rows} == {"human", "all"}
    for row in rows:
        assert row["naive_difference"] == pytest.approx(0.05591, abs=1e-5)
        assert row["difference"] == pytest.approx(0.0375)
        assert row["point_value"] == pytest.approx(4860)
        assert row["prudent_value"] == pytest.approx(1282.02, abs=0.01)
        assert "worth at least 1,282 USD" in row["sentence"]
        assert "hypothesis" in row["sentence"]


def test_without_known_revenue_customers_are_counted_and_nothing_is_priced() -> None:
    (_, row) = run(ANALYSIS, int_retention_strata=WORKED)["retained_values"]
    assert (row["prudent_value"], row["point_value"]) == (None, None)
    assert row["customers_prudent"] == pytest.approx(1282.02 / 18 / 6, abs=0.01)
    assert "worth" not in row["sentence"]


def test_too_few_or_unlike_customers_are_withheld_and_nothing_gives_no_row() -> None:
    few = run(ANALYSIS, int_retention_strata=[stratum("t", 29, 1, 300, 9)])["retained_values"]
    assert all(row["is_withheld"] and "fewer than 30" in row["sentence"] for row in few)
    unlike = [*WORKED, stratum("not known", 900, 9, 0, 0)]
    rows = run(ANALYSIS, int_retention_strata=unlike, int_customer_revenue=REVENUE)["retained_values"]
    assert all(row["is_withheld"] and row["prudent_value"] is None for row in rows)
    assert run(ANALYSIS) == {"retained_values": []}


def test_when_no_more_customers_stayed_than_chance_the_sentence_says_that() -> None:
    same = [stratum("t", 900, 45, 900, 45)]
    (_, row) = run(ANALYSIS, int_retention_strata=same, int_customer_revenue=REVENUE)["retained_values"]
    assert row["prudent_value"] == 0
    assert row["sentence"].startswith("It is not shown that")
