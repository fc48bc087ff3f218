"""Events on invented days: what they moved is found in its window, and nothing is found where nothing happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from pipelines.analysis.event_chains import ANALYSIS
from tests.analysis.tables import results, tables_of

FIRST = date(2026, 1, 5)
WEEKDAY = np.array([1.3, 1.1, 1, 1, 1, 0.6, 0.5])
EDGES = [
    {
        "edge_id": "J61",
        "to_node": "contacts on the intents it touches",
        "sign": 1,
        "lag_unit": "day",
        "first_lag": 2,
        "last_lag": 4,
        "prior_mean": 0.6,
        "prior_active": 0.82,
    },
    {
        "edge_id": "J63",
        "to_node": "CSAT on the intents it touches",
        "sign": -1,
        "lag_unit": "day",
        "first_lag": 3,
        "last_lag": 7,
        "prior_mean": -0.2,
        "prior_active": 0.6,
    },
]


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def world(seed: int, days: int = 90, intents: int = 3, level: float = 30.0) -> dict[tuple[str, int], dict[str, Any]]:
    rng = np.random.default_rng(seed)
    rows = {}
    for name in "abcdef"[:intents]:
        for day in range(days):
            n = int(rng.poisson(level * WEEKDAY[day % 7]))
            rated = n // 3
            rows[(name, day)] = {
                "intent_id": name,
                "population": "human",
                "local_on": on(day),
                "contacts": n,
                "rated": rated,
                "satisfied": int(rng.binomial(rated, 0.8)),
            }
    return rows


def event(edge: str, day: int, *intents: str) -> list[dict[str, Any]]:
    return [
        {
            "event_id": f"{edge} {day}",
            "edge_id": edge,
            "event_label": "outage",
            "intent_id": name,
            "happened_on": on(day),
        }
        for name in intents
    ]


def chains(rows: dict[tuple[str, int], dict[str, Any]], events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    tables = tables_of(ANALYSIS, methodology_edges=EDGES, int_intent_days=list(rows.values()), int_graph_events=events)
    return results(ANALYSIS, tables)["event_chains"]


def test_an_outage_that_brings_contacts_is_a_signal_and_so_are_its_days() -> None:
    rows = world(1)
    for day in (52, 53, 54):
        rows[("a", day)]["contacts"] += 60
    found = chains(rows, event("J61", 50, "a"))
    (chain,) = [row for row in found if row["kind"] == "event"]
    assert chain["is_signal"] and chain["posterior_active"] > 0.9
    assert (chain["window_start_on"], chain["window_end_on"]) == (on(52), on(54))
    assert chain["observed"] == sum(rows[("a", day)]["contacts"] for day in (52, 53, 54))
    anomalies = [row for row in found if row["kind"] == "anomaly" and row["intent_id"] == "a"]
    assert {row["window_start_on"] for row in anomalies} >= {on(52), on(53), on(54)}
    assert all(row["event_id"] == "J61 50" for row in anomalies if on(52) <= row["window_start_on"] <= on(54))


def test_the_same_days_without_an_event_are_unexplained() -> None:
    rows = world(1)
    for day in (52, 53, 54):
        rows[("a", day)]["contacts"] += 60
    # An event of another intent, or of another time, explains nothing.
    found = chains(rows, [*event("J61", 50, "b"), *event("J61", 60, "a")])
    anomalies = [row for row in found if row["kind"] == "anomaly" and on(52) <= row["window_start_on"] <= on(54)]
    assert len(anomalies) == 3
    assert all(row["event_id"] is None and not row["is_signal"] for row in anomalies)
    assert all("unexplained" in row["sentence"] for row in anomalies)


def test_a_policy_live_for_one_population_that_hurts_is_found() -> None:
    rows = world(2, level=120)
    for day in range(53, 58):
        rows[("a", day)]["satisfied"] = round(rows[("a", day)]["rated"] * 0.6)
    (chain,) = [row for row in chains(rows, event("J63", 50, "a")) if row["kind"] == "event"]
    assert chain["is_signal"] and chain["z"] > 0 and chain["observed"] < chain["expected"]
    assert chain["posterior_active"] > 0.6


def test_events_that_move_nothing_are_seldom_signals_and_lose_belief() -> None:
    signals, beliefs = 0, []
    for seed in range(120):
        (chain,) = [row for row in chains(world(seed, 60, 1), event("J61", 50, "a")) if row["kind"] == "event"]
        signals += chain["is_signal"]
        beliefs.append(chain["posterior_active"])
    assert signals / 120 <= 0.09
    assert np.mean(beliefs) < 0.82


def test_a_quiet_quarter_has_hardly_any_anomaly() -> None:
    found = [bool(chains(world(seed, intents=6), [])) for seed in range(40)]
    # One family of some 360 days and intents at 5 % of false discoveries.
    assert sum(found) / 40 <= 0.12


@pytest.mark.parametrize(
    ("day", "reason"), [(88, "not over"), (10, "weeks are known before it")], ids=["too late", "too early"]
)
def test_what_cannot_be_told_says_why(day: int, reason: str) -> None:
    (chain,) = [row for row in chains(world(3), event("J61", day, "a")) if row["kind"] == "event"]
    assert chain["observed"] is None and not chain["is_signal"]
    assert reason in chain["sentence"]


def test_few_contacts_and_few_ratings_are_not_judged() -> None:
    found = chains(world(4, level=1), [*event("J61", 50, "a"), *event("J63", 50, "a")])
    assert all(row["z"] is None for row in found if row["kind"] == "event")
    assert chains({}, event("J61", 50, "a")) == []
