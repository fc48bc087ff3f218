"""In every mart a number lies within its interval, a small group shows none, and what is withheld is not there."""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb
import pytest

LOW = re.compile(r"(^|_)low(_seconds)?$")
MINIMUM = 20

# Numbers of a whole, not of a sample: three articles are all there are, and nothing about a fourth is inferred.
ALL_THERE_ARE = {
    "know_figures": "articles and intents are counted, not sampled",
    "board_stage_targets": "repeats figures of other marts; changes and programmes are counted, not sampled",
}
# Where a number may stand without an interval of its own.
WITHOUT_INTERVAL = {
    ("board_stage_targets", "value"): "stocks, indicators and largest gaps have none; rates keep theirs",
    ("measure_comparison_strata", "first_rate"): "handle times of a stratum; the interval is that of the comparison",
    ("measure_comparison_strata", "second_rate"): "as first_rate",
    ("measure_satisfaction", "response_rate"): "the row of the difference; its verdict rests on the bounds of silence",
    ("measure_satisfaction", "raw_value"): "as response_rate",
}
# Where `is_withheld` speaks of a verdict, and what it rests on stays visible with n and interval.
VERDICT_WITHHELD = {"measure_fair_comparison"}


def marts_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name in ('marts', 'people') order by all"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for mart, column in rows:
        found.setdefault(mart, []).append(column)
    return found


def of_samples(columns: list[str]) -> str:
    """The rows that infer something: a count of all there are has neither an interval nor a smallest n."""
    return "unit <> 'count'" if "unit" in columns else "true"


def intervals(columns: list[str]) -> list[tuple[str, str, str]]:
    """(value, low, high) of a mart, by their names."""
    found = []
    for low in filter(LOW.search, columns):
        value = re.sub(r"_?low(_seconds)?$", r"\1", low)
        high = re.sub(r"low(_seconds)?$", r"high\1", low)
        if value in columns and high in columns:
            found.append((value, low, high))
    return found


@pytest.fixture(scope="module")
def offenders(built_warehouse: duckdb.DuckDBPyConnection) -> Callable[[str, str], int]:
    schemas = dict(
        built_warehouse.execute(
            "select table_name, schema_name from duckdb_tables() where schema_name in ('marts', 'people')"
        ).fetchall()
    )

    def count(mart: str, condition: str) -> int:
        row = built_warehouse.execute(f"select count(*) from {schemas[mart]}.{mart} where {condition}").fetchone()
        return int(row[0]) if row else 0

    return count


def test_every_number_lies_within_its_interval_and_has_one(
    built_warehouse: duckdb.DuckDBPyConnection, offenders: Callable[[str, str], int]
) -> None:
    checked, wrong = 0, []
    for mart, columns in marts_of(built_warehouse).items():
        for value, low, high in intervals(columns):
            checked += 1
            slack = f"1e-9 * (1 + abs({value}))"
            if n := offenders(mart, f"{value} < {low} - {slack} or {value} > {high} + {slack}"):
                wrong.append(f"{mart}.{value}: {n} outside their interval")
            if n := offenders(mart, f"{value} is null and ({low} is not null or {high} is not null)"):
                wrong.append(f"{mart}.{value}: {n} intervals without a number")
            bare = offenders(
                mart, f"{value} is not null and ({low} is null or {high} is null) and {of_samples(columns)}"
            )
            if bare and (mart, value) not in WITHOUT_INTERVAL:
                wrong.append(f"{mart}.{value}: {bare} without an interval")
    assert wrong == []
    assert checked > 60


def test_a_group_of_fewer_than_twenty_shows_no_rate(
    built_warehouse: duckdb.DuckDBPyConnection, offenders: Callable[[str, str], int]
) -> None:
    wrong = [
        f"{mart}.{value}: {n} of fewer than {MINIMUM}"
        for mart, columns in marts_of(built_warehouse).items()
        if "n" in columns and mart not in ALL_THERE_ARE
        for value, _, _ in intervals(columns)
        if (n := offenders(mart, f"{value} is not null and n < {MINIMUM} and {of_samples(columns)}"))
    ]
    assert wrong == []


def test_what_is_withheld_is_not_there_and_has_a_reason(
    built_warehouse: duckdb.DuckDBPyConnection, offenders: Callable[[str, str], int]
) -> None:
    wrong = []
    for mart, columns in marts_of(built_warehouse).items():
        if "is_withheld" not in columns:
            continue
        if mart not in VERDICT_WITHHELD:
            wrong += [
                f"{mart}.{value}: {n} shown although withheld"
                for value, _, _ in intervals(columns)
                if (n := offenders(mart, f"is_withheld and {value} is not null"))
            ]
        reason = next((name for name in ("withheld_reason", "sentence") if name in columns), None)
        if reason is None:
            wrong.append(f"{mart}: withholds without a reason")
        elif n := offenders(mart, f"is_withheld and {reason} is null"):
            wrong.append(f"{mart}: {n} withheld without a reason")
    assert wrong == []
