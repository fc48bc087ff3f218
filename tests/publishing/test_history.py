"""What was published is kept, once for each value it had."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.publishing.history import ensure_history, remember


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema intermediate")
    ensure_history(connection)
    return connection


def build(connection: duckdb.DuckDBPyConnection, value: float | None, day: int, definition: str = "d") -> None:
    connection.execute(
        """create or replace table intermediate.int_values_published as
           select 'mart' as mart, 'ai' as population, 'rate' as metric, '2026-01' as period,
                  date '2026-01-01' as period_start_on, cast($value as double) as value, 10::bigint as n,
                  $definition as definition, make_timestamp(2026, 3, $day, 0, 0, 0) as observed_until,
                  make_timestamp(2026, 3, $day, 1, 0, 0) as known_until""",
        {"value": value, "day": day, "definition": definition},
    )


def kept(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.sql("select value, definition from history.published_values order by known_until").fetchall()


def test_a_number_published_twice_is_kept_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    build(warehouse, 0.8, day=1)
    assert remember(warehouse) == 1
    assert remember(warehouse) == 0
    build(warehouse, 0.8, day=2)
    assert remember(warehouse) == 0
    assert kept(warehouse) == [(0.8, "d")]


def test_each_value_that_a_number_had_is_kept_null_included(warehouse: duckdb.DuckDBPyConnection) -> None:
    for day, value in enumerate([0.8, None, 0.8], start=1):
        build(warehouse, value, day)
        assert remember(warehouse) == 1
    build(warehouse, 0.8, day=4, definition="in other words")
    assert remember(warehouse) == 1
    assert kept(warehouse) == [(0.8, "d"), (None, "d"), (0.8, "d"), (0.8, "in other words")]


def test_a_project_without_such_numbers_keeps_nothing() -> None:
    assert remember(duckdb.connect()) == 0
