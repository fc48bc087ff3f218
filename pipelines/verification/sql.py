"""The project's SQL on a few rows: one query, or one model with tables put in place of what it selects from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from pipelines.errors import HavenError
from pipelines.macros import project_macros
from pipelines.settings import ROOT

PROJECT = ROOT / "dbt_project"
Rows = Sequence[Mapping[str, Any]]


def query(sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The one row of a query on an in-memory DuckDB, as a dictionary."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("set TimeZone = 'UTC'")
        rows = _rows(connection.execute(sql, dict(parameters or {})))
    if not rows:
        raise ValueError("the query returned no row")
    return rows[0]


def model(name: str, variables: Mapping[str, Any] | None = None, **inputs: Rows | pa.Table) -> list[dict[str, Any]]:
    """What a model makes of the rows given for each table that it selects from.

    A table that is not given must be another model, which is then computed from the same inputs, or a seed, which is
    read from its file. Rows need only the columns that the models read; give an Arrow table where a column's type
    cannot be read off its values.

    Args:
        name: the model's name, such as `int_ladder_judged`.
        variables: the project's variables that differ from their defaults.
        inputs: rows by table name.

    Raises:
        HavenError: no such model or seed.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute("set TimeZone = 'UTC'")
        known: set[str] = set()
        for table, rows in inputs.items():
            _put(connection, table, rows)
            known.add(table)
        _compute(connection, name, known, {**_defaults(), **(variables or {})})
        return _rows(connection.execute(f'select * from "{name}"'))


def table(rows: Rows, **types: str) -> pa.Table:
    """Rows as an Arrow table, of the types given (`string`, `timestamp`, ...) where values do not show them."""
    given = pa.Table.from_pylist([dict(row) for row in rows])
    for name, type_name in types.items():
        arrow = {"string": pa.string(), "timestamp": pa.timestamp("us"), "bigint": pa.int64(), "double": pa.float64()}
        at = given.schema.get_field_index(name)
        column = given.column(name).cast(arrow[type_name]) if at >= 0 else pa.nulls(len(rows), arrow[type_name])
        given = given.set_column(at, name, column) if at >= 0 else given.append_column(name, column)
    return given


def _compute(connection: duckdb.DuckDBPyConnection, name: str, known: set[str], variables: dict[str, Any]) -> None:
    if name in known:
        return
    files = _files()
    if name not in files:
        raise HavenError(f"there is no model or seed named {name}", "Give its rows, or correct the name.")
    known.add(name)
    if files[name].suffix == ".csv":
        connection.execute(f"create table \"{name}\" as select * from read_csv('{files[name]}', header = true)")
        return
    wanted: list[str] = []

    def ref(other: str) -> str:
        wanted.append(other)
        return f'"{other}"'

    sql = project_macros().rendered(files[name].read_text(), ref=ref, variables=variables)
    for other in wanted:
        _compute(connection, other, known, variables)
    connection.execute(f'create table "{name}" as {sql}')


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows | pa.Table) -> None:
    given = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist([dict(row) for row in rows])
    connection.register("given_rows", given)
    connection.execute(f'create table "{table}" as select * from given_rows')
    connection.unregister("given_rows")


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    found = [*(PROJECT / "models").rglob("*.sql"), *(PROJECT / "seeds").rglob("*.csv")]
    return {path.stem: path for path in found}


@lru_cache(maxsize=1)
def _defaults() -> dict[str, Any]:
    return dict(yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"])


def _rows(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
