"""A company on Intercom alone: what the standard makes of it is held against what really happened there."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from pipelines import sandbox
from pipelines.building import build
from pipelines.environment import environment
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.settings import Settings, load_settings
from tests.building.chosen import people_and_their_time

CHANNELS = {"chat": "chat", "email": "email", "web": "email", "voice": "voice", "messaging": "messaging"}
TABLES = ("contacts", "people", "bills", "jobs")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Loaded and built with every test of the models: a broken invariant fails here."""
    folder = tmp_path_factory.mktemp("intercom")
    settings = load_settings({"HAVEN_DATA_DIR": str(folder / "data"), "HAVEN_TIME_ZONE": "Europe/Berlin"})
    world = {"seed": 5, "days": 16, "scale": 0.25, "stack": "intercom+assembled"}
    with sandbox.running(settings.sandbox_dir, **world) as env, environment(env):  # type: ignore[arg-type]
        for source in ("intercom", "assembled", "drop"):
            load_source(source, settings)
    ensure_raw_tables(settings)
    build(settings)
    return settings


Rows = list[tuple[Any, ...]]


def told(settings: Settings, sql: str) -> Rows:
    with duckdb.connect(str(settings.warehouse), read_only=True) as warehouse:
        return warehouse.execute(sql).fetchall()


def truth(settings: Settings, sql: str) -> Rows:
    with duckdb.connect() as world:
        for name in TABLES:
            world.execute(f"create view {name} as from '{settings.sandbox_dir / 'truth' / name}.parquet'")
        world.execute(f"create macro world_end() as {sandbox.open_world(settings.sandbox_dir).end}")
        return world.execute(sql).fetchall()


def test_every_conversation_is_there_with_its_channel(built: Settings) -> None:
    happened = truth(built, "select conversation_id, arg_min(channel, began_at) from contacts group by 1")
    seen = told(
        built, "select conversation_id, channel, deleted_at is null from intermediate.int_conversations_unioned"
    )
    assert {key for key, _, _ in seen} == {key for key, _ in happened}
    channels = dict(happened)
    assert all(channel == CHANNELS[channels[key]] for key, channel, is_kept in seen if is_kept)


def test_what_people_deleted_as_spam_is_counted_and_left_out(built: Settings) -> None:
    spam = """select conversation_id from contacts join jobs using (contact)
        where is_spam group by 1 having max(ended_at) < world_end()"""
    deleted = "select conversation_id from intermediate.int_conversations_unioned where status = 'deleted'"
    assert sorted(told(built, deleted)) == sorted(truth(built, spam))
    reasons = told(built, f"select distinct exclusion_reason from core.fct_legs where conversation_id in ({deleted})")
    assert reasons == [("deleted",)]


def test_fin_took_part_where_it_really_did_and_so_did_people(built: Settings) -> None:
    engaged = truth(built, "select distinct conversation_id from contacts where has_ai and is_engaged")
    by_ai = told(built, "select distinct conversation_id from core.fct_legs where population = 'ai'")
    assert set(by_ai) == set(engaged)
    served = """select distinct conversation_id from contacts join jobs using (contact)
        where not is_spam and ended_at < world_end()"""
    by_people = told(
        built, "select distinct conversation_id from core.fct_legs where population = 'human' and is_handled"
    )
    assert set(by_people) >= set(truth(built, served))


def test_each_hand_off_is_seen(built: Settings) -> None:
    happened = truth(built, "select conversation_id from contacts where hand_over > 0 and handed_at < world_end()")
    seen = told(
        built,
        """select conversation_id from intermediate.int_conversation_events_unioned
        where event_type = 'hand_off' and source = 'intercom'""",
    )
    assert sorted(seen) == sorted(happened)
    assert len(seen) > 20


def test_customers_are_known_by_their_address_and_visitors_are_not(built: Settings) -> None:
    people = truth(built, "select count(*) from people")
    customers = "from intermediate.int_customers_unioned"
    assert told(built, f"select count(distinct identity_hash) {customers}") == people
    assert told(built, f"select count(*) {customers} where is_identified") == people
    assert told(built, f"select count(*) > 5 {customers} where not is_identified") == [(True,)]


def test_what_fin_claims_is_what_stands_of_the_bill_and_both_take_back_who_came_back(built: Settings) -> None:
    claims = "from intermediate.int_outcome_claims_unioned"
    billed = told(built, f"select claim_id, conversation_id {claims} where billed_amount is not null")
    assert sorted(billed) == sorted(truth(built, "select claim_id, conversation_id from bills"))
    standing = told(built, f"select conversation_id {claims} where billed_amount is not null and withdrawn_at is null")
    own = told(built, f"select conversation_id {claims} where claim_id like 'intercom:claim:%'")
    tests = truth(built, "select conversation_id from contacts where is_test")
    assert set(own) - set(tests) == set(standing)
    withdrawn = told(built, f"select conversation_id {claims} where withdrawn_at is not null")
    several = truth(built, "select conversation_id from contacts group by 1 having count(*) > 1")
    assert set(withdrawn) <= set(several)
    assert withdrawn


def test_ratings_are_the_customers_own(built: Settings) -> None:
    given = "select conversation_id, cast(score as bigint), not has_person from contacts where score is not null"
    ratings = told(
        built,
        """select conversation_id, cast(score as bigint), rating_id like 'intercom:fin_csat:%'
        from intermediate.int_ratings_unioned where source = 'intercom'""",
    )
    assert len(ratings) > 50
    assert set(ratings) <= set(truth(built, given))


def test_people_are_the_same_in_the_helpdesk_the_workforce_tool_and_the_files(built: Settings) -> None:
    people, timed = people_and_their_time(built)
    assert people == [(True, "Contactworks"), (True, "Northlight")]
    assert timed > 0.9


def test_the_ladder_has_rows_for_people_and_for_fin(built: Settings) -> None:
    rows = told(built, "select population, max(numerator) > 0 from marts.measure_resolution_ladder group by 1")
    assert sorted(rows) == [("ai", True), ("human", True)]
