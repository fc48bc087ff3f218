"""Weeks that stand out, and breaks matched with what happened: series in which the truth is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from pipelines.analysis.weekly_series import ANALYSIS
from tests.analysis.worlds import run

FIRST = date(2026, 1, 5)


def weeks(levels: list[float], n: int = 400, measure: str = "csat_satisfied", seed: int = 0) -> list[dict[str, object]]:
    rng = np.random.default_rng(seed)
    return [
        {
            "population": "human",
            "measure": measure,
            "kind": "share",
            "week_start_on": FIRST + timedelta(days=7 * week),
            "total": float(rng.binomial(n, level)),
            "n": n,
        }
        for week, level in enumerate(levels)
    ]


def event(on: date, population: str = "human") -> dict[str, object]:
    at = datetime(on.year, on.month, on.day, 12)
    return {
        "event_id": f"e {on}",
        "kind": "policy",
        "label": "Terms",
        "population": population,
        "owner": "Head of support",
        "occurred_at": at,
    }


def test_a_steady_measure_gives_few_signals_and_a_step_is_signalled() -> None:
    quiet = [run(ANALYSIS, int_weekly_measures=weeks([0.8] * 30, seed=s))["control_charts"] for s in range(30)]
    signals = [row["is_signal"] for rows in quiet for row in rows]
    assert np.mean(signals) < 0.04
    assert all(row["is_frozen"] for rows in quiet for row in rows)
    step = run(ANALYSIS, int_weekly_measures=weeks([0.8] * 22 + [0.65] * 8))["control_charts"]
    assert all(row["is_signal"] and row["is_cusum_signal"] for row in step[-6:])
    assert "beyond 3 sigma" in step[-1]["sentence"]


def test_limits_are_frozen_from_the_first_twenty_weeks_and_provisional_before() -> None:
    before = run(ANALYSIS, int_weekly_measures=weeks([0.8] * 20 + [0.6] * 10))["control_charts"]
    without = run(ANALYSIS, int_weekly_measures=weeks([0.8] * 20))["control_charts"]
    assert before[0]["centre"] == without[0]["centre"] == pytest.approx(0.8, abs=0.02)
    short = run(ANALYSIS, int_weekly_measures=weeks([0.8] * 19))["control_charts"]
    assert not any(row["is_frozen"] for row in short)
    assert "provisional" in short[0]["sentence"]


def test_weeks_that_differ_by_more_than_chance_get_wider_limits() -> None:
    rng = np.random.default_rng(3)
    levels = np.clip(0.8 + rng.normal(0, 0.03, 30), 0, 1).tolist()
    rows = run(ANALYSIS, int_weekly_measures=weeks(levels, n=20_000))["control_charts"]
    assert {row["chart"] for row in rows} == {"p, Laney"}
    assert np.mean([row["is_signal"] for row in rows]) < 0.15


def test_a_break_is_matched_with_what_happened_in_the_seven_days_before_and_is_else_unexplained() -> None:
    series = weeks([0.8] * 12 + [0.6] * 12)
    broke = FIRST + timedelta(days=7 * 12)
    for days, population, is_matched in ((7, "human", True), (0, "all", True), (8, "human", False), (3, "ai", False)):
        near = event(broke - timedelta(days=days), population)
        (found,) = run(ANALYSIS, int_weekly_measures=series, int_change_events=[near])["change_points"]
        assert (found["break_on"], found["is_matched"]) == (broke, is_matched), (days, population)
        assert ("after policy Terms" in found["sentence"]) == is_matched
        assert ("unexplained" in found["sentence"]) != is_matched


def test_a_series_without_a_break_has_no_change_point_and_little_data_gives_no_row() -> None:
    found = [run(ANALYSIS, int_weekly_measures=weeks([0.8] * 30, seed=s))["change_points"] for s in range(40)]
    assert sum(bool(rows) for rows in found) <= 3
    assert run(ANALYSIS) == {"control_charts": [], "change_points": []}
    few = run(ANALYSIS, int_weekly_measures=weeks([0.8] * 30, n=19))
    assert few == {"control_charts": [], "change_points": []}


def test_counts_and_a_share_of_nothing_are_charted_too() -> None:
    counts = [row | {"kind": "count", "n": 1, "measure": "contacts"} for row in weeks([0.5] * 24)]
    never = [row | {"total": 0.0, "measure": "hand_off_rate"} for row in weeks([0.5] * 24)]
    rows = run(ANALYSIS, int_weekly_measures=counts + never)["control_charts"]
    assert {(row["measure"], row["chart"]) for row in rows} == {("contacts", "xmr"), ("hand_off_rate", "p")}
    assert not any(row["is_signal"] for row in rows if row["measure"] == "hand_off_rate")
