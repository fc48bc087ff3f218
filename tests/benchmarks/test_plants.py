"""The bench tells a right first finding from a wrong one, and says what came instead."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.benchmarks.plants import KINDS, NOTHING, Finding, Trial, is_right, main, read_findings, summary
from pipelines.sandbox.world.plants import PLANTS

TRUTH = {
    "training_gap": {"cohort": "2026-02", "family": "orders"},
    "scope_creep": {"intent": "subscription.plan_cancellation"},
}


def finding(kind: str, place: str = "", sentence: str = "", rank: int = 1) -> Finding:
    return Finding(rank, kind, place, sentence)


def test_every_plant_but_a_rise_by_an_event_is_a_finding_of_some_kind():
    assert set(PLANTS) - set(KINDS) == {"event_rise"}


@pytest.mark.parametrize(
    ("plant", "place", "sentence", "expected"),
    [
        ("training_gap", "2026-02 on orders", "It fell in cohort 2026-02.", True),
        ("training_gap", "2026-02 on billing", "It fell in cohort 2026-02.", False),
        ("training_gap", "2025-03 on orders", "It fell.", False),
        ("scope_creep", "subscription.plan_cancellation", "28 points fewer.", True),
        ("scope_creep", "billing.refund_request", "28 points fewer.", False),
        ("coaching_works", "coaching", "Coaching helped.", True),
        ("coaching_works", "returns-desk", "The course helped.", False),
        ("mix_shift", "load", "Explained by mix.", True),
    ],
)
def test_the_first_finding_must_name_the_place(plant: str, place: str, sentence: str, expected: bool) -> None:
    assert is_right(plant, [finding(KINDS[plant], place, sentence)], TRUTH) is expected


def test_the_right_finding_in_second_place_is_not_right() -> None:
    found = [finding("mix"), finding("volume", rank=2)]
    assert is_right("mix_shift", found, TRUTH)
    assert not is_right("volume_surge", found, TRUTH)
    assert not is_right("volume_surge", [], TRUTH)


def test_where_nothing_was_planted_only_silence_is_right() -> None:
    assert is_right(NOTHING, [], TRUTH)
    assert not is_right(NOTHING, [finding("mix")], TRUTH)


def test_findings_are_read_in_their_order(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.sql("create schema marts")
        connection.sql(
            """create table marts.improve_findings as
            select * from (values (2, 'mix', 'load', 'b', 0.1), (1, 'scope', 'x', 'a', 0.2))
                as t(rank, kind, place, sentence, effect)"""
        )
    assert read_findings(warehouse) == [Finding(1, "scope", "x", "a"), Finding(2, "mix", "load", "b")]


def test_the_summary_counts_worlds_and_quotes_what_came_first_instead() -> None:
    right = Trial("mix_shift", 1, [finding("mix")], True, 1.0)
    wrong = Trial("mix_shift", 2, [finding("volume", sentence="More contacts came.")], False, 1.0)
    silent = Trial("overclaim", 1, [], False, 1.0)
    assert summary([right, wrong, silent]) == [
        "mix_shift                   1 of 2",
        "  seed 2: More contacts came.",
        "overclaim                   0 of 1",
        "  seed 1: nothing said",
    ]


def test_a_mart_that_the_project_does_not_have_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--plant", NOTHING, "--seeds", "1", "--mart", "no_such_mart"]) == 1
    assert "no_such_mart" in capsys.readouterr().err
