"""A training gap, a stale snapshot and a scope creep are found where they were planted, as large as they were.

The true difference is computed from the sandbox's own account of every contact: whether the customer came back.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plants.conftest import SEEDS, Built

Worlds = Callable[[int, bool], Built]
FOUND = """
    select difference, difference_low, difference_high, period_start_on, period_end_on
    from marts.measure_resolution_gaps
    where kind = '{kind}' and place = '{place}' and is_found
    order by difference
"""


def true_share(world: Built, condition: str) -> float:
    """The share that the standard calls verified, of contacts that meet the condition and whose seven days are over.

    Verified: the customer did not come back, in any channel and under any name, nor asked for a person in vain.
    """
    sql = f"""
        select avg(cast(
            (return_at is null or return_at > coalesce(solved_at, ai_ends_at) + 7 * 86400)
            and not is_reopened and not (is_ai_only and asked_for_person) as int
        ))
        from contacts
        where not is_spam and not is_test and not is_abandoned and not is_unlabelled and ({condition})
            and coalesce(solved_at, ai_ends_at) + 7 * 86400 <= (select max(began_at) from contacts)
    """
    ((share,),) = world.true_rows(sql)
    return float(share)


def unix(day: object) -> str:
    return f"epoch(timestamp '{day}')"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_gap_is_found_in_its_cohort_and_family(built: Worlds, seed: int) -> None:
    world = built(seed, True)
    gap = world.planted["training_gap"]
    found = world.rows(FOUND.format(kind="cohort_family", place=f"{gap['cohort']} on {gap['family']}"))
    assert found, "the planted cohort was not found"
    difference, low, high, first, last = found[0]
    assert difference < 0
    year, month = map(int, gap["cohort"].split("-"))
    cohort, family = f"cohort_month = {year * 12 + month - 1}", f"intent like '{gap['family']}.%'"
    inside = f"has_person and began_at >= {unix(first)} and began_at < {unix(last)} + 86400"
    true = (
        true_share(world, f"{inside} and {cohort} and {family}")
        - true_share(world, f"{inside} and not {cohort} and {family}")
        - true_share(world, f"{inside} and {cohort} and not {family}")
        + true_share(world, f"{inside} and not {cohort} and not {family}")
    )
    assert low <= true <= high


@pytest.mark.parametrize("seed", SEEDS)
def test_the_stale_snapshot_is_found_while_only_people_knew(built: Worlds, seed: int) -> None:
    world = built(seed, True)
    stale = world.planted["stale_snapshot"]
    found = world.rows(FOUND.format(kind="change_lag", place="drop:change:policy:refund_terms"))
    assert found, "the planted lag was not found"
    difference, low, high, first, last = found[0]
    assert difference < 0
    touched = " or ".join(f"intent = '{intent}'" for intent in stale["intents"])
    inside = f"began_at >= {stale['live_for_humans_at']} and began_at < {stale['live_for_ai_at']}"
    ai = "is_ai_only and is_engaged"
    true = (
        true_share(world, f"{ai} and ({touched}) and {inside}")
        - true_share(world, f"{ai} and not ({touched}) and {inside}")
        - true_share(world, f"{ai} and ({touched}) and not ({inside})")
        + true_share(world, f"{ai} and not ({touched}) and not ({inside})")
    )
    assert low <= true <= high
    assert str(first) < str(last)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_scope_creep_is_found_on_its_intent(built: Worlds, seed: int) -> None:
    world = built(seed, True)
    creep = world.planted["scope_creep"]
    found = world.rows(FOUND.format(kind="scope_entry", place=creep["intent"]))
    assert found, "the intent that was taken over was not found"
    difference, low, high, first, _ = found[0]
    assert difference < 0
    since = f"intent = '{creep['intent']}' and began_at >= {unix(first)}"
    true = true_share(world, f"{since} and is_ai_only and is_engaged") - true_share(world, f"{since} and has_person")
    assert low <= true <= high


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_was_planted_nothing_is_found(built: Worlds, seed: int) -> None:
    """The bar is 1 % over all places of one world together."""
    world = built(seed, False)
    compared, found = world.rows(
        "select count(case when not is_withheld then 1 end), count(case when is_found then 1 end) "
        "from marts.measure_resolution_gaps"
    )[0]
    assert compared > 20
    assert found == 0
