"""Graders with planted errors and leanings."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analysis.grader_agreement import ANALYSIS, MARKS

LEVELS = np.array([0.0, 0.25, 0.5, 0.75, 1.0])


def mark(contact: str, population: str, grader: str, score: float, kind: str = "human", **more: Any) -> dict[str, Any]:
    return {
        "contact_id": contact,
        "population": population,
        "vendor": "ada" if population == "ai" else None,
        "scorecard_id": "s",
        "dimension": "correct",
        "grader_id": grader,
        "grader_type": kind,
        "grader_vendor": None,
        "score": float(score),
        "is_auto_fail": False,
        "reviewed_at": dt.datetime(2026, 5, 1),
    } | more


def company(
    seed: int, n: int = 300, noise: float = 0.08, favour: float = 0.0, kind: str = "ai"
) -> list[dict[str, Any]]:
    """Two people and a machine that lifts the AI's contacts by `favour`; all err by `noise` and mark in quarters."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        population = "ai" if number % 2 else "human"
        true = rng.uniform(0, 1)
        for grader, who, lift in (("ann", "human", 0.0), ("bob", "human", 0.0), ("bot", kind, favour)):
            seen = true + rng.normal(0, noise) + (lift if population == "ai" else 0)
            score = LEVELS[np.abs(LEVELS - np.clip(seen, 0, 1)).argmin()]
            rows.append(mark(f"c{number}", population, grader, score, who))
    return rows


def found(rows: list[dict[str, Any]]) -> tuple[dict[Any, dict[str, Any]], dict[str, dict[str, Any]]]:
    written = ANALYSIS.compute({MARKS: pa.Table.from_pylist(rows, schema=ANALYSIS.reads[MARKS])})
    pairs = {(row["first_type"], row["second_type"], row["population"]): row for row in written["grader_agreement"]}
    return pairs, {row["grader_id"]: row for row in written["graders"]}


@pytest.mark.parametrize(("noise", "band"), [(0.05, "reliable"), (1.5, "not usable")])
def test_graders_who_agree_are_told_from_graders_who_guess(noise: float, band: str) -> None:
    pairs, _ = found(company(1, noise=noise))
    row = pairs["human", "human", "all"]
    assert (row["band"], row["n"], row["graders"]) == (band, 300, 2)
    assert row["alpha_low"] < row["alpha"] < row["alpha_high"]


def test_agreement_is_that_of_the_worked_table() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes and 15 no-no: kappa 0.40.
    given = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    rows = [
        mark(f"c{number}", "human", grader, score)
        for number, pair in enumerate(given)
        for grader, score in zip(("ann", "bob"), pair, strict=True)
    ]
    assert found(rows)[0]["human", "human", "human"]["kappa"] == pytest.approx(0.40)


def test_rare_auto_fails_are_read_by_ac1() -> None:
    # 118 neither, 5 and 2 one of both, 0 both: kappa -0.023, AC1 0.941.
    given = [(False, False)] * 118 + [(False, True)] * 5 + [(True, False)] * 2
    rows = [
        mark(f"c{number}", "ai", grader, number % 2, is_auto_fail=fail)
        for number, pair in enumerate(given)
        for grader, fail in zip(("ann", "bob"), pair, strict=True)
    ]
    row = found(rows)[0]["human", "human", "ai"]
    assert (row["auto_fail_kappa"], row["auto_fail_ac1"]) == (
        pytest.approx(-0.023, abs=5e-4),
        pytest.approx(0.941, abs=5e-4),
    )


def test_a_fair_machine_that_agrees_is_admitted() -> None:
    pairs, graders = found(company(2))
    assert graders["bot"]["verdict"] == "admitted"
    assert graders["ann"]["verdict"] == "person"
    assert pairs["human", "ai", "all"]["band"] == "reliable"


@pytest.mark.parametrize("seed", range(3))
def test_a_machine_that_favours_the_ai_is_not_admitted_however_well_it_agrees(seed: int) -> None:
    row = found(company(seed, n=600, favour=0.12))[1]["bot"]
    assert row["alpha"] > 0.667
    assert row["verdict"] == "not admitted"
    assert row["bias_gap_low"] > 0.03
    assert row["bias_ai"] > row["bias_human"]


@pytest.mark.parametrize(("favour", "told"), [(0.12, "it favours the AI by "), (-0.12, "it favours people by ")])
def test_a_sentence_names_whom_a_grader_favours_and_no_sign_has_to_be_turned_round(favour: float, told: str) -> None:
    sentence = found(company(1, n=600, favour=favour))[1]["bot"]["sentence"]
    assert told in sentence
    assert "+" not in sentence and "-" not in sentence


def test_a_vendors_grader_never_judges_its_own_ai() -> None:
    rows = [row | {"grader_vendor": "ada" if row["grader_id"] == "bot" else None} for row in company(3, kind="vendor")]
    assert found(rows)[1]["bot"]["never_judges_vendor"] == "ada"
    assert "never judges the AI of ada" in found(rows)[1]["bot"]["sentence"]
    assert found(company(3, kind="vendor"))[1]["bot"]["never_judges_vendor"] == "any"


def test_a_grader_who_became_milder_is_seen_to_drift() -> None:
    rng = np.random.default_rng(4)
    rows = []
    for month, milder in ((4, 0.0), (5, 0.2)):
        for number in range(60):
            true = rng.uniform(0.2, 0.7)
            when = dt.datetime(2026, month, 10)
            population = "ai" if number % 2 else "human"
            for name, own in (("ann", 0.0), ("bob", 0.0), ("eve", milder)):
                score = np.clip(true + own + rng.normal(0, 0.05), 0, 1)
                rows.append(mark(f"{month} {number}", population, name, score, reviewed_at=when))
    graders = found(rows)[1]
    assert graders["eve"]["drift"] == pytest.approx(0.2, abs=0.04)
    assert graders["ann"]["drift"] == pytest.approx(-0.1, abs=0.04)


def test_three_people_on_each_contact_have_a_fleiss_kappa() -> None:
    # Fleiss over two classes: 10 contacts 3:0, 10 contacts 2:1. P = (10 + 10/3)/20 = 2/3, shares 50/60 and 10/60.
    rows = [
        mark(f"c{number}", "human", grader, 0 if number >= 10 and grader == "cia" else 1)
        for number in range(20)
        for grader in ("ann", "bob", "cia")
    ]
    chance = (50 / 60) ** 2 + (10 / 60) ** 2
    row = found(rows)[0]["human", "human", "all"]
    assert row["fleiss_kappa"] == pytest.approx((2 / 3 - chance) / (1 - chance))


def test_few_or_lonely_graders_are_said_and_none_give_no_rows() -> None:
    pairs, graders = found(company(5, n=10))
    assert pairs["human", "human", "all"]["is_withheld"]
    assert graders["bot"]["verdict"] == "too few"
    lonely = [row for row in company(5, n=10) if row["grader_id"] != "bob"]
    assert "a consensus needs two people" in found(lonely)[1]["bot"]["sentence"]
    assert found([]) == ({}, {})


def test_marks_that_are_all_the_same_tell_nothing() -> None:
    rows = [mark(f"c{n}", "ai" if n % 2 else "human", name, 1) for n in range(50) for name in ("ann", "bob")]
    pairs, graders = found(rows)
    assert pairs["human", "human", "all"]["alpha"] is None
    assert "all marks are the same" in pairs["human", "human", "all"]["sentence"]
    assert graders["ann"]["bias"] == 0


def test_many_marks_stay_quick() -> None:
    rows = company(6, n=10_000)
    start = time.process_time()
    found(rows)
    assert time.process_time() - start < 15
