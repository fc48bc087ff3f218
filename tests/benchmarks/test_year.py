"""The year that is measured is a year: every row once for each quarter and company, under an identity of its own."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipelines.analysis import declared
from pipelines.benchmarks.year import COMMON, PEOPLE, SHARED, multiply, split
from pipelines.building.manifest import load_manifest
from pipelines.settings import load_settings


@pytest.fixture
def quarter() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as quarter; attach ':memory:' as year; create schema quarter.core")
        connection.execute("create temp table staff as select 'a1' as agent_id")
        yield connection


def test_legs_are_distinct_people_stay_the_same_all_year_and_days_go_back(quarter: duckdb.DuckDBPyConnection) -> None:
    quarter.execute(
        """create table quarter.core.fct_legs as
           select 'l' || i as leg_id, 'a1' as actor_id, 'c' || i % 3 as customer_id, 'x' as intent_id,
               date '2026-05-31' as opened_local_on
           from range(100) as rows(i)"""
    )
    multiply(quarter, {"schema": "core", "name": "fct_legs", "resource_type": "model"}, 5)
    counted = quarter.execute(
        """select count(*), count(distinct leg_id), count(distinct actor_id), count(distinct customer_id),
               count(distinct intent_id), min(opened_local_on), max(opened_local_on)
           from year.core.fct_legs"""
    ).fetchone()
    assert counted == (2000, 2000, 5, 15, 1, date(2025, 8, 31), date(2026, 5, 31))


def test_every_table_that_is_treated_in_a_way_of_its_own_is_one_that_analyses_read_from() -> None:
    manifest = load_manifest(load_settings({}))
    base, counted = split(manifest, declared(manifest))
    assert {node["name"] for node in base} >= SHARED | COMMON | PEOPLE
    assert "int_change_cells" in counted
