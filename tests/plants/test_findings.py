"""The list of findings says what was planted, each once, and nothing where nothing was planted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plants.conftest import SEEDS, Built

Worlds = Callable[[int, bool], Built]
LISTED = "select kind, place, sentence, contacts_a_week from marts.improve_findings order by rank"
KINDS = {
    "overclaim": "overclaim",
    "knowledge_lag": "stale_snapshot",
    "scope": "scope_creep",
    "change": "training_gap",
}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_findings_are_the_four_that_were_planted(built: Worlds, seed: int) -> None:
    world = built(seed, True)
    found = world.rows(LISTED)
    assert {kind for kind, *_ in found[: len(KINDS)]} == set(KINDS)
    assert [row[3] for row in found] == sorted((row[3] for row in found), reverse=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_gap_is_named_with_its_cohort_its_family_and_the_course_once(built: Worlds, seed: int) -> None:
    world = built(seed, True)
    gap = world.planted["training_gap"]
    named = [row for row in world.rows(LISTED) if gap["cohort"] in row[1]]
    assert [row[1] for row in named] == [f"{gap['cohort']} on {gap['family']}"]
    assert "consistent with a training gap (returns-desk)" in named[0][2]


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_was_planted_no_cause_is_named(built: Worlds, seed: int) -> None:
    assert built(seed, False).rows(LISTED) == []
