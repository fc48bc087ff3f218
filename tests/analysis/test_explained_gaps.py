"""What stands behind a gap that was found."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pipelines.analysis import Row
from pipelines.analysis.explained_gaps import ANALYSIS
from tests.analysis.worlds import run


def gap(**changes: object) -> Row:
    row: Row = {
        "kind": "cohort_family",
        "population": "human",
        "place": "2026-01 on orders",
        "place_label": "people hired 2026-01, contacts about orders",
        "comparison_label": "the same month's other cohorts",
        "period_start_on": date(2026, 4, 1),
        "period_end_on": date(2026, 4, 30),
        "n": 300,
        "value": 0.55,
        "comparison_n": 900,
        "comparison_value": 0.85,
        "difference": -0.30,
        "difference_low": -0.38,
        "difference_high": -0.22,
        "is_found": True,
    }
    return row | changes


def lacking(cohort: str, failed: int) -> list[Row]:
    return [
        {
            "week_start_on": date(2026, 4, 6),
            "population": "human",
            "cohort": name,
            "family": "orders",
            "kind": "training",
            "name": "returns-desk",
            "agent_id": f"{name} {agent}",
            "n": 20,
            "failed": failed if name == cohort else 0,
        }
        for name in ("2026-01", "2024-01")
        for agent in range(8)
    ]


HORIZON = [{"observed_until": datetime(2026, 5, 31)}]


def test_a_gap_with_a_missing_course_is_consistent_with_a_training_gap() -> None:
    (found,) = run(
        ANALYSIS,
        measure_resolution_gaps=[gap()],
        int_cohort_mechanisms=lacking("2026-01", 20),
        int_horizon_found=HORIZON,
    )["explained_gaps"]
    assert (found["verdict"], found["mechanism"]) == ("consistent with", "returns-desk")
    assert (found["cohort"], found["family"]) == ("2026-01", "orders")
    assert found["sentence"].endswith("consistent with a training gap (returns-desk).")
    assert found["contacts_a_week"] == pytest.approx(300 / 30 * 7)


def test_a_course_that_two_of_eight_lack_is_no_cause() -> None:
    """Forty contacts of 160 lack it against none of 160, but they are those of two people: Fisher p 0.23."""
    rows = [row | {"failed": 0 if row["agent_id"][-1] > "1" else row["failed"]} for row in lacking("2026-01", 20)]
    (found,) = run(ANALYSIS, measure_resolution_gaps=[gap()], int_cohort_mechanisms=rows, int_horizon_found=HORIZON)[
        "explained_gaps"
    ]
    assert (found["verdict"], found["mechanism"]) == ("located in", None)
    assert "not shown" in found["sentence"]


def test_only_harm_of_its_own_is_listed_and_a_place_once() -> None:
    beside = gap(place="2024-01 on billing", value=0.84, comparison_value=0.85, difference=-0.12)
    better = gap(place="2024-01 on orders", difference=0.2, difference_low=0.1, difference_high=0.3)
    unfound = gap(place="2025-06 on orders", is_found=False)
    again = gap(period_start_on=date(2026, 5, 1), period_end_on=date(2026, 5, 31), difference_high=-0.10)
    rows = run(ANALYSIS, measure_resolution_gaps=[gap(), beside, better, unfound, again], int_horizon_found=HORIZON)[
        "explained_gaps"
    ]
    assert [(row["place"], row["period_start_on"]) for row in rows] == [("2026-01 on orders", date(2026, 4, 1))]
    assert run(ANALYSIS) == {"explained_gaps": []}


def test_a_month_that_is_not_over_counts_the_days_that_could_be_judged() -> None:
    early = [{"observed_until": datetime(2026, 4, 22)}]
    (found,) = run(ANALYSIS, measure_resolution_gaps=[gap()], int_horizon_found=early)["explained_gaps"]
    # Contacts of the last seven days are not judged yet: 15 days gave 300 contacts.
    assert found["contacts_a_week"] == pytest.approx(300 / 15 * 7)
