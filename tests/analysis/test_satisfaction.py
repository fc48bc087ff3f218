"""Surveys of which most stay unanswered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analysis.satisfaction import ANALYSIS, CLASSES


def asked(population: str, classes: list[tuple[str, int, int, int]]) -> list[dict[str, Any]]:
    """(family, surveyed, answered, good) of one population."""
    keys = {"population": population, "outcome": "verified", "channel": "chat"}
    return [
        keys | {"family": family, "contacts": n, "surveyed": n, "rated": answered, "satisfied": good}
        for family, n, answered, good in classes
    ]


def found(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    table = pa.Table.from_pylist(rows, schema=ANALYSIS.reads[CLASSES])
    return {row["population"]: row for row in ANALYSIS.compute({CLASSES: table})["satisfaction"]}


def test_each_answer_stands_for_the_silent_ones_of_its_class() -> None:
    # 180 of 600 at 0.90, 30 of 250 at 0.55 and 45 of 150 at 0.20; 16.5 good answers are told here as 33 of 60.
    row = found(asked("human", [("a", 1200, 360, 324), ("b", 500, 60, 33), ("c", 300, 90, 18)]))["human"]
    assert row["raw_value"] == pytest.approx(0.735294, abs=1e-6)
    assert row["value"] == pytest.approx(0.7075, abs=1e-9)
    assert row["effective_answers"] == pytest.approx(2 * 218.18, abs=0.01)
    assert row["value_low"] < 0.7075 < row["value_high"]


def test_the_worst_cases_are_those_of_the_silent() -> None:
    row = found(asked("human", [("a", 1000, 255, 187)]))["human"]
    assert (row["worst_case_low"], row["worst_case_high"]) == (pytest.approx(0.187), pytest.approx(0.932))


def test_a_difference_that_silence_could_explain_is_not_established() -> None:
    rows = asked("human", [("a", 1000, 500, 450)]) + asked("ai", [("a", 1000, 200, 120)])
    gap = found(rows)["ai less human"]
    assert gap["is_established"] is False
    assert "not established" in gap["sentence"]


def test_equal_response_leaves_a_difference_to_its_interval() -> None:
    rows = asked("human", [("a", 1000, 500, 450)]) + asked("ai", [("a", 1000, 400, 240)])
    gap = found(rows)["ai less human"]
    assert (gap["is_established"], gap["value"]) == (True, pytest.approx(-0.30))
    assert "less satisfied" in gap["sentence"]


def test_a_class_without_answers_is_spoken_for_by_its_neighbours() -> None:
    row = found(asked("ai", [("a", 500, 100, 80), ("b", 40, 0, 0), ("c", 60, 30, 15)]))["ai"]
    assert (row["surveyed"], row["answered"]) == (600, 130)
    assert 0.5 < row["value"] < 0.8


def test_the_weighted_interval_covers_the_truth_that_the_raw_one_misses() -> None:
    covered, raw_covered = [], []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        rows = []
        for family, n, response, level in (("a", 800, 0.5, 0.9), ("b", 800, 0.15, 0.6)):
            answered = int(rng.binomial(n, response))
            rows += asked("human", [(family, n, answered, int(rng.binomial(answered, level)))])
        row = found(rows)["human"]
        covered.append(row["value_low"] <= 0.75 <= row["value_high"])
        raw_covered.append(row["raw_value_low"] <= 0.75 <= row["raw_value_high"])
    assert np.mean(covered) >= 0.92
    assert np.mean(raw_covered) < 0.5


def test_few_answers_and_no_surveys_are_said() -> None:
    rows = found(asked("human", [("a", 100, 19, 10)]) + asked("ai", [("a", 0, 0, 0)]))
    assert set(rows) == {"human", "ai"}
    assert all(row["value"] is None and row["is_withheld"] for row in rows.values())
    assert "19 customers of people answered, 20 are needed" in rows["human"]["sentence"]
    assert found([]) == {}
