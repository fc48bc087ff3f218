"""Why a measure moved: companies of invented weeks in which the answer is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from pipelines.analysis import Row
from pipelines.analysis.explained_changes import ANALYSIS
from tests.analysis.worlds import run

FIRST, WEEKS = date(2026, 1, 5), 12
COHORTS = {"2024-01": 8, "2025-06": 8, "2026-01": 8}
FAMILIES = ("orders", "billing", "account")


def cells(
    seed: int,
    gap: Mapping[tuple[str, str], float] | None = None,
    hard_share: float = 0.2,
    contacts: float = 6.0,
    band: str | None = "under 0.75",
) -> list[Row]:
    """Twelve weeks; from the seventh on `gap` lowers a cohort on a family and `hard_share` of contacts are hard."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for week in range(WEEKS):
        late = week >= WEEKS // 2
        for cohort, agents in COHORTS.items():
            for agent in range(agents):
                for family in FAMILIES:
                    for intent, share, level in (("easy", 1 - hard_share, 0.9), ("hard", hard_share, 0.6)):
                        usual = 0.8 if intent == "easy" else 0.2
                        n = int(rng.poisson(contacts * (share if late else usual)))
                        lower = (gap or {}).get((cohort, family), 0.0) if late else 0.0
                        rows.append(
                            _cell(week, cohort, f"{cohort} {agent}", family, intent, n, level - lower, rng, band)
                        )
    return [row for row in rows if row["contacts"]]


def _cell(
    week: int, cohort: str, agent: str, family: str, intent: str, n: int, level: float, rng: Any, band: str | None
) -> Row:
    good = int(rng.binomial(n, level))
    answered = int(rng.binomial(n, 0.3))
    return {
        "week_start_on": FIRST + timedelta(days=7 * week),
        "is_mature": True,
        "population": "human",
        "cohort": cohort,
        "intent_id": f"{family}.{intent}",
        "family": family,
        "channel": "email",
        "band": band,
        "wait": "usual",
        "outcome": "verified",
        "cluster_id": agent,
        "contacts": n,
        "settled": n,
        "verified": good,
        "surveyed": n,
        "answered": answered,
        "satisfied": int(rng.binomial(answered, 0.8)),
        "waited": n,
        "waited_usual": int(rng.binomial(n, 0.5)),
    }


def courses(lacking: str) -> list[Row]:
    """A course on orders that everybody was assigned and one cohort has not completed."""
    return [
        {
            "week_start_on": FIRST + timedelta(days=7 * week),
            "population": "human",
            "cohort": cohort,
            "family": "orders",
            "kind": "training",
            "name": "returns-desk",
            "agent_id": f"{cohort} {agent}",
            "n": 6,
            "failed": 6 if cohort == lacking else 0,
        }
        for week in range(WEEKS)
        for cohort, agents in COHORTS.items()
        for agent in range(agents)
    ]


def verified(rows: list[Row]) -> Row:
    return next(row for row in rows if row["change_id"] == "verified_resolution_7d:human:latest weeks")


@pytest.mark.parametrize("seed", range(5))
def test_a_fall_is_located_in_its_cohort_and_family_and_consistent_with_the_missing_course(seed: int) -> None:
    planted = cells(seed, {("2026-01", "orders"): 0.35})
    written = run(ANALYSIS, int_change_cells=planted, int_cohort_mechanisms=courses("2026-01"))
    found = verified(written["explained_changes"])
    assert (found["verdict"], found["located_cohort"], found["located_family"]) == (
        "consistent with",
        "2026-01",
        "orders",
    )
    assert (found["mechanism_kind"], found["mechanism"]) == ("training", "returns-desk")
    assert "on orders, consistent with a training gap (returns-desk)" in found["sentence"]
    # A ninth of all contacts lost 0.35.
    assert found["change_low"] <= -0.35 / 9 <= found["change_high"]
    checks = [row for row in written["change_checks"] if row["change_id"] == found["change_id"]]
    assert [row["check_number"] for row in checks] == [1, 2, 3, 4, 5, 6, 7]
    parts = [row for row in written["change_parts"] if row["change_id"] == found["change_id"]]
    assert parts[0]["part"].startswith("human / 2026-01 / orders")


def test_a_course_by_design_allows_the_word_caused() -> None:
    effect = {"programme": "returns-desk", "kind": "training", "measure": "verified_resolution_7d"}
    design = effect | {"design": "not-yet-reached comparison", "effect_low": 0.1, "effect_high": 0.4}
    written = run(
        ANALYSIS,
        int_change_cells=cells(1, {("2026-01", "orders"): 0.35}),
        int_cohort_mechanisms=courses("2026-01"),
        programmes=[design],
    )
    assert verified(written["explained_changes"])["verdict"] == "caused by"


def test_where_nothing_was_planted_no_cause_is_named() -> None:
    """Over seven looks at once, a false word in one company of twenty is what the bar allows."""
    named = 0
    for seed in range(40):
        found = run(ANALYSIS, int_change_cells=cells(100 + seed), int_cohort_mechanisms=courses("none"))
        named += any(row["verdict"] not in ("not explained", "withheld", "usual") for row in found["explained_changes"])
    assert named <= 4


@pytest.mark.parametrize("seed", range(5))
def test_harder_work_is_mix_and_nobody_is_blamed(seed: int) -> None:
    found = verified(run(ANALYSIS, int_change_cells=cells(seed, hard_share=0.6))["explained_changes"])
    assert found["verdict"] == "explained by mix"
    assert ".hard went from" in found["sentence"]
    assert found["work_mix_low"] <= 0.4 * (0.6 - 0.9) <= found["work_mix_high"]


def test_unknown_load_leaves_the_cause_open() -> None:
    planted = cells(1, {("2026-01", "orders"): 0.35}, band=None)
    written = run(ANALYSIS, int_change_cells=planted, int_cohort_mechanisms=courses("2026-01"))
    found = verified(written["explained_changes"])
    assert (found["verdict"], found["volume_effect"]) == ("not explained", None)
    assert "occupancy is unknown" in found["sentence"]


def test_too_little_data_says_so_and_none_gives_no_row() -> None:
    few = run(ANALYSIS, int_change_cells=cells(1, contacts=0.02))["explained_changes"]
    assert {row["verdict"] for row in few} == {"withheld"}
    assert all("fewer than 30 cases" in row["sentence"] for row in few)
    short = [row for row in cells(1) if row["week_start_on"] < FIRST + timedelta(days=35)]
    assert run(ANALYSIS, int_change_cells=short)["explained_changes"] == []
    assert all(rows == [] for rows in run(ANALYSIS).values())


def test_many_more_contacts_are_said_and_the_drift_of_a_season_is_not() -> None:
    def weeks(before: int, after: int) -> list[Row]:
        totals = [before + 10 * (-1) ** week for week in range(6)] + [after + 10 * (-1) ** week for week in range(6)]
        base = {"population": "all", "measure": "contacts", "kind": "count", "n": 1}
        return [
            base | {"week_start_on": FIRST + timedelta(days=7 * week), "total": float(total)}
            for week, total in enumerate(totals)
        ]

    verdicts = {}
    for after in (1080, 1450, 700):
        (row,) = run(ANALYSIS, int_weekly_measures=weeks(1000, after))["explained_changes"]
        verdicts[after] = row["verdict"]
        assert row["change_low"] <= after / 1000 - 1 <= row["change_high"]
    assert verdicts == {1080: "usual", 1450: "volume rose", 700: "volume fell"}
