"""Companies with planted differences, and companies in which nothing may be said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analysis.fair_comparison import ANALYSIS, CELLS
from tests.analysis.company import INTENTS, contacts, table

EASY = {"orders.status": 900, "orders.damage": 300, "billing.refund": 200, "billing.dispute": 60}
HARD = {"orders.status": 150, "orders.damage": 250, "billing.refund": 350, "billing.dispute": 500}
EVEN = dict.fromkeys(INTENTS, 400)
VERIFIED = "verified_resolution_7d"


def found(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """(comparison, scope, measure) -> row; of several pairs the last."""
    compared = ANALYSIS.compute({CELLS: table(rows)})["fair_comparisons"]
    return {(row["comparison"], row["scope"], row["measure"]): row for row in compared}


def people_and_ai(seed: int, effect: float = 0.0, held_out: dict[str, int] | None = None) -> list[dict[str, Any]]:
    """People who answer e-mail and what the AI hands over, and those chats that `held_out` gives them at random."""
    rng = np.random.default_rng(seed)
    rows = contacts(rng, 12, EASY, lambda _: effect, population="ai", vendor="ada", ai_version="1")
    rows += contacts(rng, 14, EVEN, population="human", channel="email")
    rows += contacts(rng, 14, HARD, lambda _: -0.1, population="human", arrival="handed_over")
    if held_out:
        rows += contacts(rng, 14, held_out, population="human")
    return rows


def test_what_the_ai_handed_over_does_not_pass_for_the_same_work() -> None:
    rows = people_and_ai(1)
    everywhere, shared = (found(rows)["population", scope, VERIFIED] for scope in ("all channels", "shared channels"))
    assert (everywhere["verdict"], shared["verdict"]) == ("not comparable", "not comparable")
    assert everywhere["difference"] is None and shared["difference"] is None
    handed = sum(row["judged"] for row in rows if row["arrival"] == "handed_over")
    assert f"no contacts of their own and {handed:,} contacts that the AI handed over" in shared["sentence"]
    assert "a random hold-out of" in shared["sentence"]


def test_the_hold_out_that_is_named_makes_it_comparable() -> None:
    sentence = found(people_and_ai(1))["population", "shared channels", VERIFIED]["sentence"]
    percent = int(sentence.split("a random hold-out of ")[1].split(" %")[0])
    # A little more than the share, since a draw of exactly 30 falls below 30 half of the time.
    held_out = {intent: round(1.5 * percent / 100 * n) for intent, n in EASY.items()}
    assert not found(people_and_ai(1, held_out=held_out))["population", "shared channels", VERIFIED]["is_withheld"]


@pytest.mark.parametrize("seed", range(4))
def test_with_a_hold_out_the_planted_difference_is_found(seed: int) -> None:
    row = found(people_and_ai(seed, effect=-0.15, held_out=EVEN))["population", "shared channels", VERIFIED]
    assert row["verdict"] == "worse"
    assert row["difference_low"] <= -0.13 and row["difference_high"] < 0
    assert row["first_coverage"] == row["second_coverage"] == 1.0


def test_a_reversal_is_found_and_said() -> None:
    rng = np.random.default_rng(3)
    rows = contacts(rng, 14, HARD, population="human", employer_type="in_house", agent_cohort="a")
    rows += contacts(rng, 14, EASY, lambda _: -0.10, population="human", employer_type="bpo", agent_cohort="b")
    row = found(rows)["employer_type", "all channels", VERIFIED]
    assert row["second_crude"] > row["first_crude"]
    assert (row["verdict"], row["is_reversed"]) == ("worse", True)
    assert "The crude figures say the opposite" in row["sentence"]
    mixes = [row[f"difference_{mix}_mix"] for mix in ("pooled", "first", "second")]
    assert all(value == pytest.approx(-0.10, abs=0.05) for value in mixes)


def test_the_interval_covers_the_planted_difference_at_its_rate() -> None:
    covered = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        rows = contacts(rng, 12, HARD, population="human", employer_type="in_house")
        rows += contacts(rng, 9, EASY, lambda _: 0.03, population="human", employer_type="bpo", agent_cohort="b")
        row = found(rows)["employer_type", "all channels", VERIFIED]
        covered.append(row["difference_low"] <= 0.03 <= row["difference_high"])
    assert np.mean(covered) >= 0.90


def test_where_nothing_differs_a_page_rarely_finds_something() -> None:
    pages = []
    for seed in range(40):
        rng = np.random.default_rng(1000 + seed)
        rows = [
            row
            for cohort in range(6)
            for row in contacts(rng, 8, EVEN, population="human", employer_type="in_house", agent_cohort=f"c{cohort}")
        ]
        rows += contacts(rng, 10, EVEN, population="ai", vendor="ada", ai_version="1", first_on=dt.date(2026, 1, 1))
        rows += contacts(rng, 10, EVEN, population="ai", vendor="ada", ai_version="2", first_on=dt.date(2026, 3, 1))
        compared = ANALYSIS.compute({CELLS: table(rows)})["fair_comparisons"]
        pages.append(any(row["verdict"] in ("better", "worse") for row in compared))
    assert np.mean(pages) <= 0.10


def test_each_version_is_held_against_the_one_before_it_and_each_vendor_against_each() -> None:
    rng = np.random.default_rng(0)
    rows = []
    for vendor, version, month in (("ada", "b", 1), ("ada", "a", 3), ("ada", "c", 5), ("zed", "1", 2)):
        rows += contacts(
            rng, 8, EVEN, population="ai", vendor=vendor, ai_version=version, first_on=dt.date(2026, month, 1)
        )
    compared = ANALYSIS.compute({CELLS: table(rows)})["fair_comparisons"]
    pairs = {(row["comparison"], row["first_side"], row["second_side"]) for row in compared}
    assert pairs == {
        ("vendor", "Ada", "Zed"),
        ("ai_version", "Ada version b", "Ada version a"),
        ("ai_version", "Ada version a", "Ada version c"),
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_difference_in_handle_time_is_found_on_the_log_scale(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = []
    for employer, factor, mix in (("in_house", 1.0, HARD), ("bpo", 1.25, EASY)):
        for agent, own in enumerate(rng.normal(0, 0.05, 12)):
            for number, (intent, n) in enumerate(mix.items()):
                times = rng.normal(np.log(300 * (1 + number) * factor) + own, 0.5, n // 12)
                points = np.round(1000 * times).astype(int)
                rows.append(
                    {
                        "unit": "ended",
                        "population": "human",
                        "employer_type": employer,
                        "cluster_id": f"{employer} {agent}",
                        "intent_id": intent,
                        "family": INTENTS[intent][0],
                        "band": INTENTS[intent][1],
                        "channel": "email",
                        "arrival": "fresh",
                        "timed": len(points),
                        "log_points": int(points.sum()),
                        "log_square_points": int((points**2).sum()),
                    }
                )
    row = found(rows)["employer_type", "all channels", "handle_time"]
    assert (row["verdict"], row["is_reversed"], row["unit"]) == ("longer", True, "relative")
    assert row["difference_low"] <= 0.25 <= row["difference_high"]
    assert row["second_adjusted"] / row["first_adjusted"] - 1 == pytest.approx(row["difference"])


def test_families_stand_in_where_single_intents_are_too_rare() -> None:
    rng = np.random.default_rng(2)
    rare = dict.fromkeys(INTENTS, 34) | {"billing.refund": 22, "orders.damage": 22}
    rows = [
        row | {"band": "mid", "rated": row["judged"], "satisfied": row["verified"], "judged": 0}
        for employer in ("in_house", "bpo")
        for row in contacts(rng, 5, rare, population="human", employer_type=employer, agent_cohort=employer)
    ]
    assert found(rows)["employer_type", "all channels", "csat_satisfied"]["strata_of"] == "family"
    assert found(rows)["employer_type", "all channels", "csat_satisfied"]["strata_kept"] == 2


def test_strata_carry_both_rates_and_weights_that_add_to_one() -> None:
    rows = people_and_ai(5, held_out=EVEN)
    strata = [
        row
        for row in ANALYSIS.compute({CELLS: table(rows)})["fair_comparison_strata"]
        if (row["comparison"], row["scope"], row["measure"]) == ("population", "shared channels", VERIFIED)
    ]
    assert sum(row["weight"] for row in strata) == pytest.approx(1)
    assert {row["subject"] for row in strata} == set(INTENTS)
    assert all(row["first_rate_low"] < row["first_rate"] < row["first_rate_high"] for row in strata)


def test_no_work_and_one_side_alone_give_no_rows() -> None:
    assert ANALYSIS.compute({CELLS: table([])}) == {"fair_comparisons": [], "fair_comparison_strata": []}
    rng = np.random.default_rng(0)
    for alone in ({"population": "human"}, {"population": "ai", "vendor": "ada", "ai_version": "1"}):
        assert ANALYSIS.compute({CELLS: table(contacts(rng, 5, EVEN, **alone))})["fair_comparisons"] == []


def test_rows_fit_the_tables_they_are_written_to() -> None:
    for name, rows in ANALYSIS.compute({CELLS: table(people_and_ai(6, held_out=EVEN))}).items():
        assert pa.Table.from_pylist(rows, schema=ANALYSIS.writes[name]).num_rows == len(rows) > 0


def test_a_hold_out_is_not_asked_for_where_the_ai_itself_has_too_few() -> None:
    rng = np.random.default_rng(8)
    rows = contacts(rng, 8, dict.fromkeys(INTENTS, 20), population="ai", vendor="ada", ai_version="1")
    rows += contacts(rng, 8, EVEN, population="human")
    rows += contacts(rng, 8, EVEN, population="human", channel="email")
    row = found(rows)["population", "shared channels", VERIFIED]
    assert row["verdict"] == "not comparable"
    assert "hold-out" not in row["sentence"] and "they share 0% of the AI's" in row["sentence"]
