"""The dispute names each overclaimed line and what it cost; an honest vendor has nothing to answer for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.plants.conftest import Built

SEEDS = (1, 2)
PRICE = Decimal("0.99")
INTERVAL = """
    select judged_share_low, judged_share_high
    from marts.measure_vendor_reconciliation
    where period = 'all' and line = 'went_elsewhere'
"""
# A customer who is not known, or who comes back after the data ends, cannot be seen by anybody.
OVERCLAIMED = """
    select claim_id, not is_anonymous_in_chat and coalesce(return_is_visible, false)
    from bills where is_overclaimed
"""


def disputed(world: Built, condition: str = "true") -> set[str]:
    return {claim for (claim,) in world.rows(f"select claim_id from marts.measure_dispute_lines where {condition}")}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_planted_amount_lies_in_the_interval_of_what_was_billed(
    built: Callable[[int, bool], Built], seed: int
) -> None:
    world = built(seed, True)
    ((low, high),) = world.rows(INTERVAL)
    ((invoiced,),) = world.rows("select sum(amount) from marts.measure_invoice_audit")
    planted = PRICE * len(world.true_rows(OVERCLAIMED))
    assert planted > 20
    assert low <= float(planted / invoiced) <= high


@pytest.mark.parametrize("seed", SEEDS)
def test_the_dispute_lists_each_overclaimed_line_that_can_be_seen_and_accuses_no_other(
    built: Callable[[int, bool], Built], seed: int
) -> None:
    world = built(seed, True)
    planted = dict(world.true_rows(OVERCLAIMED))
    seen = {claim for claim, is_seen in planted.items() if is_seen}
    assert len(seen) > 20
    assert seen <= disputed(world)
    assert disputed(world, "dispute_reason = 'repeat'") <= set(planted)
    ((amount,),) = world.rows("select sum(disputed_amount) from marts.measure_invoice_audit")
    assert amount == PRICE * len(disputed(world))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_honest_vendor_has_no_returned_customer_to_answer_for(
    built: Callable[[int, bool], Built], seed: int
) -> None:
    assert disputed(built(seed, False), "dispute_reason = 'repeat'") == set()
