"""What is reviewed, and whether reviews have anything to do with outcomes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analysis import qa_coverage, qa_prediction


def predicted(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    table = pa.Table.from_pylist(rows, schema=qa_prediction.ANALYSIS.reads[qa_prediction.OUTCOMES])
    found = qa_prediction.ANALYSIS.compute({qa_prediction.OUTCOMES: table})["qa_prediction"]
    return {(row["dimension"], row["population"], row["measure"]): row for row in found}


def reviews(seed: int, days: int, slopes: dict[str, float], n: int = 400) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    rows = []
    for dimension, slope in slopes.items():
        for number in range(n):
            score = float(rng.uniform(0, 1))
            verified = int(rng.uniform() < 0.5 + slope * (score - 0.5))
            when = dt.datetime(2026, 1, 1) + dt.timedelta(days=days * number / (n - 1))
            rows.append(
                {
                    "dimension": dimension,
                    "population": "ai" if number % 2 else "human",
                    "family": "f",
                    "channel": "chat",
                    "arrival": "fresh",
                    "cluster_id": f"{number % 20}",
                    "score": score,
                    "verified": verified,
                    "recontacted": 1 - verified,
                    "satisfied": None,
                    "first_reviewed_at": when,
                    "last_reviewed_at": when,
                }
            )
    return rows


def test_a_dimension_that_predicts_is_told_from_one_that_does_not() -> None:
    rows = predicted(reviews(1, 200, {"correct": 0.8, "greeting": 0.0, "upside_down": -0.8}))
    assert rows["correct", "all", "verified_resolution_7d"]["verdict"] == "predicts"
    assert rows["correct", "ai", "recontact_7d"]["verdict"] == "predicts"
    assert rows["correct", "all", "recontact_7d"]["slope"] < 0
    assert rows["greeting", "all", "verified_resolution_7d"]["verdict"] == "no relation shown"
    assert rows["upside_down", "human", "verified_resolution_7d"]["verdict"] == "points the wrong way"
    candidates = {key[0] for key, row in rows.items() if row["is_removal_candidate"]}
    assert candidates == {"greeting", "upside_down"}


def test_no_dimension_is_dropped_before_two_quarters() -> None:
    rows = predicted(reviews(1, 170, {"greeting": 0.0}))
    assert not any(row["is_removal_candidate"] for row in rows.values())


def test_a_scorecard_of_noise_predicts_nothing() -> None:
    calls = 0
    for seed in range(40):
        rows = predicted(reviews(seed, 200, dict.fromkeys("abcdef", 0.0), n=120))
        calls += any(row["verdict"] == "predicts" for row in rows.values())
    assert calls <= 6


def test_few_reviews_are_said_and_none_give_no_rows() -> None:
    row = predicted(reviews(1, 200, {"correct": 0.8}, n=49))["correct", "all", "verified_resolution_7d"]
    assert (row["verdict"], row["slope"], row["is_withheld"]) == ("too few", None, True)
    assert "cannot be told: 49 reviews" in row["sentence"]
    assert predicted([]) == {}


def covered(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    table = pa.Table.from_pylist(rows, schema=qa_coverage.ANALYSIS.reads[qa_coverage.COUNTS])
    found = qa_coverage.ANALYSIS.compute({qa_coverage.COUNTS: table})["qa_coverage"]
    return {(row["population"], row["channel"], row["family"]): row for row in found}


def counts(population: str, channel: str, family: str, eligible: int, reviewed: int) -> dict[str, Any]:
    keys = {"population": population, "channel": channel, "family": family}
    return keys | {
        "eligible": eligible,
        "reviewed": reviewed,
        "reviewed_by_people": reviewed,
        "reviewed_by_machines": 0,
    }


def test_an_ai_outside_the_programme_is_a_gap_of_parity() -> None:
    rows = covered(
        [
            counts("human", "chat", "a", 400, 30),
            counts("human", "email", "a", 100, 10),
            counts("ai", "chat", "a", 1000, 0),
        ]
    )
    assert rows["human", "all", "all"]["coverage"] == pytest.approx(0.08)
    assert rows["ai", "all", "all"]["coverage"] == 0
    assert rows["ai", "all", "all"]["coverage_high"] > 0
    assert rows["ai", "all", "all"]["parity_gap"] == pytest.approx(0.08)
    assert rows["ai", "all", "all"]["parity_gap_low"] > 0
    assert rows["human", "email", "all"]["parity_gap"] is None


def test_the_reviews_that_a_mean_needs_are_those_of_the_printed_table_rounded_up() -> None:
    rows = covered([counts("human", "email", "a", 500, 30), counts("ai", "chat", "a", 10_000, 400)])
    assert rows["human", "email", "a"]["reviews_needed"] == 218
    assert rows["human", "email", "a"]["reviews_missing"] == 188
    assert rows["ai", "chat", "a"]["reviews_needed"] == 370
    assert rows["ai", "chat", "a"]["reviews_missing"] == 0


def test_without_contacts_there_is_nothing_to_review() -> None:
    assert covered([]) == {}
