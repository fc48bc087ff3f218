"""The hardest work and small cells, with planted levels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analysis import hardest_work, small_cells

CELLS = hardest_work.CELLS
# Intent: seconds, share passed on, share of customers who come back, when it comes fresh to people.
WORK = {"a": (200, 0.01, 0.05), "b": (300, 0.03, 0.10), "c": (500, 0.08, 0.15), "d": (900, 0.20, 0.30)}


def cells(populations: tuple[str, ...] = ("human", "ai")) -> list[dict[str, Any]]:
    """100 contacts of each intent per population over ten clusters."""
    rows = []
    for population in populations:
        for cluster in range(10):
            for intent, (seconds, passed, back) in WORK.items():
                n = 10
                rows.append(
                    {
                        "unit": "ended",
                        "population": population,
                        "agent_cohort": "x" if population == "human" else None,
                        "family": "f",
                        "intent_id": intent,
                        "channel": "email",
                        "arrival": "fresh",
                        "cluster_id": f"{population} {cluster}",
                        "judged": n,
                        "verified": round(n * (1 - back)),
                        "recontacted": round(n * back),
                        "rated": n,
                        "satisfied": 8,
                        "scored": n,
                        "score_points": 9000 * n,
                        "handled": n,
                        "passed_on": round(n * passed),
                        "timed": n if population == "human" else 0,
                        "log_points": round(1000 * n * np.log(seconds)) if population == "human" else 0,
                    }
                )
    return rows


def found(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    table = pa.Table.from_pylist(rows, schema=hardest_work.ANALYSIS.reads[CELLS])
    written = hardest_work.ANALYSIS.compute({CELLS: table})["hardest_work"]
    return {(row["lens"], row["population"], row["measure"]): row for row in written}


def test_the_lens_holds_the_hardest_intents_and_the_index_is_the_product() -> None:
    rows = found(cells())
    assert rows["hardest fifth", "ai", "verified_resolution_7d"]["intents"] == "d"
    assert rows["all work", "human", "verified_resolution_7d"]["intents"] == "d; c; b; a"
    index = rows["hardest fifth", "human", "hardest_work_index"]
    assert index["value"] == pytest.approx(0.9 * 0.7 * 0.8)
    assert index["value_low"] < index["value"] < index["value_high"]
    assert "reaches 50 of 100" in rows["hardest fifth", "ai", "hardest_work_index"]["sentence"]


def test_a_slow_channel_does_not_make_its_work_hard() -> None:
    easy_calls = [
        row | {"channel": "voice", "log_points": round(row["timed"] * 1000 * np.log(4 * WORK[row["intent_id"]][0]))}
        for row in cells(("human",))
        if row["intent_id"] in ("a", "b")
    ]
    mixed = cells(("human",)) + easy_calls * 3
    scores = hardest_work.difficulties(pa.Table.from_pylist(mixed, schema=hardest_work.ANALYSIS.reads[CELLS]))
    assert sorted(scores, key=scores.__getitem__) == ["a", "b", "c", "d"]


def test_a_population_without_reviews_has_no_index() -> None:
    rows = found([row | {"scored": 0, "score_points": 0} if row["population"] == "ai" else row for row in cells()])
    index = rows["hardest fifth", "ai", "hardest_work_index"]
    assert (index["value"], index["is_withheld"], index["n"]) == (None, True, 0)
    assert "there are 0 for quality_score" in index["sentence"]
    assert rows["hardest fifth", "human", "hardest_work_index"]["value"] is not None


def test_without_people_nobody_can_say_what_is_hard() -> None:
    assert found(cells(("ai",))) == {}
    assert found([]) == {}


def shrunken(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    table = pa.Table.from_pylist(rows, schema=small_cells.ANALYSIS.reads[CELLS])
    written = small_cells.ANALYSIS.compute({CELLS: table})["cohort_rates"]
    return {(row["agent_cohort"], row["measure"]): row for row in written}


def test_a_small_cell_is_shown_pulled_to_its_family_and_a_tiny_one_not_at_all() -> None:
    keys = {"unit": "ended", "population": "human", "family": "f", "rated": 0, "satisfied": 0}

    def cell(cohort: str, n: int, x: int, agent: int) -> dict[str, Any]:
        counts = {"judged": n, "verified": x, "recontacted": n - x}
        return keys | {"agent_cohort": cohort, "cluster_id": f"{cohort} {agent}"} | counts

    # 3 of 7 beside a family whose rate is 0.72: 0.644444. Each cohort has five people.
    new = [cell("new", n, x, agent) for agent, (n, x) in enumerate([(2, 1), (2, 1), (1, 1), (1, 0), (1, 0)])]
    old = [cell("old", n, x, agent) for agent, (n, x) in enumerate([(200, 144)] * 4 + [(189, 138)])]
    one = [cell("one", n, n, agent) for agent, n in enumerate([1, 1, 1])] + [cell("one", 1, 0, 3)]
    rows = shrunken([*new, *old, *one])
    assert rows["new", "verified_resolution_7d"]["family_value"] == pytest.approx(0.72)
    assert rows["new", "verified_resolution_7d"]["shrunken_value"] == pytest.approx(0.644444, abs=1e-6)
    assert rows["new", "verified_resolution_7d"]["value"] is None
    assert rows["old", "verified_resolution_7d"]["value"] == pytest.approx(714 / 989)
    assert (rows["one", "verified_resolution_7d"]["n"], rows["one", "verified_resolution_7d"]["shrunken_value"]) == (
        None,
        None,
    )


def test_a_rate_of_fewer_than_five_people_is_not_shown_and_says_so() -> None:
    keys = {"unit": "ended", "population": "human", "family": "f", "rated": 0, "satisfied": 0}
    rows = shrunken(
        [
            keys
            | {
                "agent_cohort": cohort,
                "cluster_id": f"{cohort} {agent}",
                "judged": 100,
                "verified": 80,
                "recontacted": 20,
            }
            for cohort, people in (("four", 4), ("five", 5))
            for agent in range(people)
        ]
    )
    four, five = rows["four", "verified_resolution_7d"], rows["five", "verified_resolution_7d"]
    assert (four["value"], four["value_low"], four["shrunken_value"], four["n"]) == (None, None, None, 400)
    assert (four["is_withheld"], four["withheld_reason"]) == (True, "Fewer than 5 people")
    assert (five["value"], five["is_withheld"], five["withheld_reason"]) == (0.8, False, None)
