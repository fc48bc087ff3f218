"""Edges on invented weeks: what was put in is found, what was not is not, and what is unknown says so."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from pipelines.analysis.edges import ANALYSIS
from pipelines.settings import ROOT
from tests.analysis.tables import results, tables_of

MONDAY = date(2023, 1, 2)


def edge(sign: int = 1, first: int = 1, last: int = 2, mean: float = 0.15, sd: float = 0.15) -> dict[str, Any]:
    return {
        "edge_id": "J99",
        "from_node": "cause",
        "to_node": "effect",
        "sign": sign,
        "lag_unit": "week",
        "first_lag": first,
        "last_lag": last,
        "prior_mean": sign * mean,
        "prior_sd": sd,
        "basis": "P",
        "note": "invented",
    }


def series(**nodes: np.ndarray) -> list[dict[str, Any]]:
    return [
        {"node": node, "week_start_on": MONDAY + timedelta(weeks=at), "value": float(value)}
        for node, values in nodes.items()
        for at, value in enumerate(values)
        if not np.isnan(value)
    ]


def noise(rng: np.random.Generator, n: int, rho: float = 0.3) -> np.ndarray:
    values = rng.normal(size=n)
    for at in range(1, n):
        values[at] += rho * values[at - 1]
    return values


def pair(seed: int, n: int, strength: float, lag: int = 2) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    cause = noise(rng, n)
    effect = noise(rng, n)
    effect[lag:] += strength * cause[:-lag]
    return series(cause=cause, effect=effect)


def evidence(rows: list[dict[str, Any]], *edges: dict[str, Any]) -> list[dict[str, Any]]:
    return results(ANALYSIS, tables_of(ANALYSIS, methodology_edges=edges or [edge()], int_graph_weeks=rows))[
        "edge_evidence"
    ]


def latest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    (row,) = [row for row in rows if row["is_latest"]]
    return row


def test_an_edge_that_is_there_is_supported_at_its_lag() -> None:
    row = latest(evidence(pair(1, 120, 0.8)))
    assert (row["status"], row["best_lag"], row["is_significant"]) == ("supported", 2, True)
    assert row["estimate_low"] < row["estimate"] < row["estimate_high"]
    assert not row["is_arrow_doubted"]
    assert "no proof of a cause" in row["sentence"]


def test_the_opposite_edge_is_contradicted_and_after_three_quarters_demoted() -> None:
    rows = evidence(pair(2, 130, -0.9))
    assert {row["status"] for row in rows} == {"contradicted"}
    assert [row["is_demoted"] for row in rows] == [False, False, *[True] * (len(rows) - 2)]
    assert len(rows) >= 5


def test_the_history_knows_only_the_weeks_that_were_over() -> None:
    long = pair(3, 130, 0.6)
    then = [row for row in long if row["week_start_on"] < date(2024, 7, 8)]
    quarter = date(2024, 7, 1)
    (now,) = [row for row in evidence(long) if row["evaluated_on"] == quarter]
    last = latest(evidence(then))
    assert last["evaluated_on"] == quarter
    for name in ("estimate", "correlation", "posterior_mean", "weeks"):
        assert now[name] == pytest.approx(last[name])


def test_what_is_not_there_is_seldom_significant() -> None:
    found = [latest(evidence(pair(100 + at, 90, 0.0))) for at in range(150)]
    assert sum(row["is_significant"] for row in found) / 150 <= 0.08


def test_an_edge_without_a_direction_is_never_more_than_unclear() -> None:
    assert latest(evidence(pair(1, 120, 0.8), edge(sign=0) | {"prior_mean": 0.0}))["status"] == "unclear"


def test_thirteen_weeks_leave_the_prior() -> None:
    row = latest(evidence(pair(4, 15, 0.8)))
    assert row["status"] == "prior only" and row["estimate"] is None
    assert "fewer than 40 weeks (13)" in row["sentence"], "the first and the last week are cut"


def test_a_gap_ends_a_series() -> None:
    rows = [row for row in pair(5, 90, 0.8) if row["week_start_on"] != MONDAY + timedelta(weeks=60)]
    assert latest(evidence(rows))["weeks"] in (58, 59)


def test_a_series_that_is_missing_or_does_not_vary_says_so() -> None:
    rng = np.random.default_rng(6)
    one = latest(evidence(series(cause=noise(rng, 60))))
    assert one["status"] == "prior only" and "no own series of effect" in one["sentence"]
    flat = latest(evidence(series(cause=noise(rng, 60), effect=np.ones(60))))
    assert flat["status"] == "prior only" and "does not vary" in flat["sentence"]
    nothing = latest(evidence([]))
    assert nothing["evaluated_on"] is None and "no own series of cause and effect" in nothing["sentence"]


def test_a_common_season_is_no_edge() -> None:
    significant = 0
    for at in range(60):
        rng = np.random.default_rng(500 + at)
        season = 3 * np.cos(2 * np.pi * np.arange(160) / 52.18)
        rows = series(cause=season + noise(rng, 160), effect=season + noise(rng, 160))
        significant += latest(evidence(rows))["is_significant"]
    assert significant / 60 <= 0.10


def test_the_register_holds_every_edge_with_a_prior_of_its_sign() -> None:
    with (ROOT / "dbt_project" / "seeds" / "methodology_edges.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert [row["edge_id"] for row in rows] == [f"J{number:02d}" for number in range(1, 64)]
    for row in rows:
        assert int(row["first_lag"]) <= int(row["last_lag"])
        assert np.sign(float(row["prior_mean"])) == int(row["sign"])
        assert (row["prior_sd"] == "") is (row["lag_unit"] == "day")
    # The worked update: prior 0.15 (0.10).
    (worked,) = [row for row in rows if row["edge_id"] == "J33"]
    assert (worked["from_node"], worked["to_node"], worked["prior_mean"]) == ("knowledge staleness", "AHT", "0.15")
