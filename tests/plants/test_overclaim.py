"""A vendor that bills contacts which came back elsewhere is found, and by how much; an honest one is not accused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plants.conftest import SEEDS, Built

FOUND = """
    select judged_share, judged_share_low, judged_share_high, judged_n
    from marts.measure_vendor_reconciliation
    where period = 'all' and line = 'went_elsewhere'
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_planted_share_lies_in_the_interval(built: Callable[[int, bool], Built], seed: int) -> None:
    world = built(seed, True)
    ((_, low, high, units),) = world.rows(FOUND)
    true_share = world.planted["overclaim"]["share"]
    assert true_share > 0.05
    assert units > 100
    assert low <= true_share <= high


@pytest.mark.parametrize("seed", SEEDS)
def test_an_honest_vendor_is_not_accused(built: Callable[[int, bool], Built], seed: int) -> None:
    world = built(seed, False)
    ((share, low, _, _),) = world.rows(FOUND)
    assert world.planted["overclaim"]["share"] == 0
    assert low <= 0.005
    assert share <= 0.01
