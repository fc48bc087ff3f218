"""A plant changes what it is about, and nothing else."""

from __future__ import annotations

import json

import duckdb
import pytest
from sandbox_reading import truth

from tests.world_files import dropped

COLUMNS = (
    "journey, level, person, began_at, intent, channel, is_ai_only, hand_over, is_resolved, cohort_month, is_satisfied"
)


def planted(world) -> dict:
    return json.loads((world.truth / "truth.json").read_text())


def differing(base, other) -> list[tuple]:
    """First contacts of issues that the plant changed, as they are in the planted world."""
    con = duckdb.connect()
    return con.execute(
        f"""select {COLUMNS} from '{other.truth}/contacts.parquet' where level = 0
            except select {COLUMNS} from '{base.truth}/contacts.parquet' where level = 0"""
    ).fetchall()


def test_a_training_gap_hits_one_class_one_family_and_only_from_its_date(worlds):
    base, other = worlds(), worlds(plants=("training_gap",))
    gap = planted(other)["training_gap"]
    year, month = map(int, gap["cohort"].split("-"))
    changed = differing(base, other)
    assert changed
    for _, _, _, began_at, intent, _, is_ai_only, _, _, cohort, _ in changed:
        assert began_at >= gap["from"]
        assert intent.startswith(gap["family"] + ".")
        assert not is_ai_only and cohort == year * 12 + month - 1
    sql = f"""select avg(cast(is_resolved as int)) from contacts
        where cohort_month = {year * 12 + month - 1} and has_person
            and began_at >= {gap["from"]} and intent like '{gap["family"]}.%'"""
    assert truth(other, sql)[0][0] < truth(base, sql)[0][0] - 0.2
    courses = [row for row in dropped(other, "training_events") if row["course"] == "returns-desk"]
    assert {row["completed_at"] is None for row in courses} == {True, False}
    assert all(row["completed_at"] for row in dropped(base, "training_events") if row["course"] == "returns-desk")


def test_a_stale_snapshot_hits_the_ai_agent_on_the_policys_intents_until_the_next_snapshot(worlds):
    base, other = worlds(), worlds(plants=("stale_snapshot",))
    plan = planted(other)["stale_snapshot"]
    changed = differing(base, other)
    assert changed
    for _, _, _, began_at, intent, channel, *_ in changed:
        assert plan["live_for_humans_at"] <= began_at < plan["live_for_ai_at"]
        assert intent in plan["intents"] and channel == "chat"
    (policy,) = [c for c in dropped(other, "changes") if c["subject"] == "Refund terms"]
    (before,) = [c for c in dropped(base, "changes") if c["subject"] == "Refund terms"]
    assert policy["live_for_humans_at"] == before["live_for_humans_at"]
    assert policy["live_for_ai_at"] > before["live_for_ai_at"]


def test_scope_creep_hands_the_ai_agent_one_intent_it_is_bad_at(worlds):
    base, other = worlds(), worlds(plants=("scope_creep",))
    plan = planted(other)["scope_creep"]
    changed = differing(base, other)
    assert changed
    for _, _, _, began_at, intent, channel, *_ in changed:
        assert began_at >= plan["from"] and intent == plan["intent"] and channel == "chat"
    sql = f"""select count(*), avg(cast(is_resolved as int)) from contacts
        where is_ai_only and is_engaged and not is_test and began_at >= {plan["from"]}
            and intent = '{plan["intent"]}'"""
    assert truth(base, sql)[0][0] == 0
    n, resolved = truth(other, sql)[0]
    assert n > 10 and resolved < 0.5
    assert {c["kind"] for c in dropped(other, "changes")} - {c["kind"] for c in dropped(base, "changes")} == {"scope"}


def test_overclaim_adds_lines_to_the_bill_and_changes_nothing_else(worlds):
    base, other = worlds(), worlds(plants=("overclaim",))
    assert differing(base, other) == []
    honest = {row["claim_id"] for row in dropped(base, "outcome_claims")}
    billed = {row["claim_id"] for row in dropped(other, "outcome_claims")}
    assert honest < billed
    assert {c for (c,) in truth(other, "select claim_id from bills where is_overclaimed")} == billed - honest
    assert planted(base)["overclaim"]["share"] == 0
    assert planted(other)["overclaim"]["share"] == pytest.approx(len(billed - honest) / len(billed))


RETURNED = """
    select count(*) from bills b join contacts k using (contact)
    join contacts n on n.person = k.person and n.intent = k.intent and n.contact != k.contact and not n.is_spam
        and n.began_at > k.began_at and n.began_at <= k.ai_ends_at + 7 * 86400
"""


def test_an_honest_vendor_bills_nobody_who_came_back_within_seven_days(world):
    assert truth(world, RETURNED) == [(0,)]
    assert truth(world, "select count(*) from bills")[0][0] > 200
    # Nor hand-overs, tests, or visitors who never said a word.
    assert truth(
        world,
        "select count(*) from bills join contacts using (contact) where not is_ai_only or is_test or not is_engaged",
    ) == [(0,)]


def test_every_overclaimed_contact_came_back_in_another_channel(worlds):
    other = worlds(plants=("overclaim",))
    n = truth(other, "select count(*) from bills where is_overclaimed and return_is_visible")[0][0]
    elsewhere = (
        RETURNED.replace("count(*)", "count(distinct b.claim_id)") + "where b.is_overclaimed and n.channel != 'chat'"
    )
    assert n > 10
    assert truth(other, elsewhere) == [(n,)]


def test_whether_a_contact_is_overclaimed_does_not_depend_on_being_known(worlds):
    other = worlds(plants=("overclaim",))
    (known, n), (unknown, m) = truth(
        other,
        """select avg(cast(is_overclaimed as int)), count(*) from bills
           group by is_anonymous_in_chat order by is_anonymous_in_chat""",
    )
    error = (known * (1 - known) * (1 / n + 1 / m)) ** 0.5
    assert abs(known - unknown) < 4 * error


def test_invoices_add_up_to_the_statement_to_the_cent(worlds):
    for world in (worlds(), worlds(plants=("overclaim",))):
        lines = [row for row in dropped(world, "invoices") if row["unit"] == "resolution"]
        claims = dropped(world, "outcome_claims")
        assert sum(row["quantity"] for row in lines) == len(claims)
        cents = sum(round(float(row["amount"]) * 100) for row in lines)
        assert cents == 99 * len(claims)
        for row in lines:
            assert row["quantity"] == sum(claim["invoice_id"] == row["invoice_id"] for claim in claims)
