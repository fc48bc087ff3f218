"""The `meta` schema of a publication: what it is, what was checked, what was loaded, what every column means."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.building.record import BuildRecord
from pipelines.publishing.plan import TablePlan
from pipelines.quality.results import PUBLISHED_COLUMNS
from pipelines.settings import Settings
from pipelines.warehouse import quoted, raw_tables, tables

WAREHOUSE = "warehouse"  # the name under which the private warehouse is attached

TABLES = {
    "build": """
        run_id varchar, built_at timestamp, data_as_of timestamp, is_invented boolean, company varchar,
        git_revision varchar, dbt_models integer, as_of varchar""",
    "gate_results": """
        suite varchar, door varchar, table_name varchar, expectation varchar, column_name varchar, success boolean,
        observed varchar, unexpected_count bigint, severity varchar, checked_at timestamp, description varchar""",
    "loads": """
        source varchar, resource varchar, run_id varchar, finished_at timestamp, fetched bigint, appended bigint,
        unchanged bigint, quarantined bigint, rows_in_raw bigint""",
    "tables": "schema_name varchar, table_name varchar, row_count bigint, content_hash varchar",
    "definitions": "schema_name varchar, table_name varchar, column_name varchar, description varchar",
}


def write(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    built: BuildRecord,
    plans: Sequence[TablePlan],
    hashes: Sequence[tuple[str, str, int, str]],
    gates: Sequence[datetime],
) -> None:
    """Fill `meta` in the new file; the warehouse is attached as `warehouse`.

    Args:
        hashes: schema, table, rows and content hash of every published table.
        gates: when the gates were run that let this build through.
    """
    connection.execute("create schema meta")
    for table, columns in TABLES.items():
        connection.execute(f"create table meta.{table} ({columns})")
    connection.execute(
        "insert into meta.build values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            built.build_id,
            built.finished_at,
            data_as_of(connection, built.as_of),
            settings.is_invented,
            settings.company,
            git_revision(settings.root),
            built.model_count,
            built.as_of,
        ],
    )
    connection.execute(
        f"""insert into meta.gate_results
            select {", ".join(PUBLISHED_COLUMNS)} from {WAREHOUSE}.quality.gate_results
            where list_contains(?, checked_at) and expectation <> 'gate'
            order by door, suite, table_name, expectation, column_name, description""",
        [list(gates)],
    )
    for schema in _raw_schemas(connection):
        connection.execute(_loads_query(connection, schema))
    if hashes:
        connection.executemany("insert into meta.tables values (?, ?, ?, ?)", [list(row) for row in hashes])
    definitions = [
        [plan.schema_name, plan.table_name, column, text] for plan in plans for column, text in plan.descriptions
    ]
    if definitions:
        connection.executemany("insert into meta.definitions values (?, ?, nullif(?, ''), ?)", definitions)


def _raw_schemas(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        """select distinct schema_name from duckdb_tables()
           where database_name = ? and starts_with(schema_name, 'raw_') order by 1""",
        [WAREHOUSE],
    ).fetchall()
    return [str(name) for (name,) in rows]


def data_as_of(connection: duckdb.DuckDBPyConnection, as_of: str | None) -> datetime | None:
    """When the newest record the build could see was known; null when nothing was loaded."""
    newest = [
        f"select max(known_at) as known_at from {quoted(WAREHOUSE, schema, table)}"
        + (f" where known_at <= timestamp '{as_of}'" if as_of else "")
        for schema in _raw_schemas(connection)
        for table in raw_tables(connection, schema, WAREHOUSE)
    ]
    if not newest:
        return None
    row = connection.execute(f"select max(known_at) from ({' union all '.join(newest)})").fetchone()
    return row[0] if row else None


def _loads_query(connection: duckdb.DuckDBPyConnection, schema: str) -> str:
    """The last load of each resource of one source, from the loader's own account."""
    if "load_audit" not in tables(connection, schema, WAREHOUSE):
        return "select 1 where false"
    counted = " union all ".join(
        f"select '{table}' as resource, count(*) as n from {quoted(WAREHOUSE, schema, table)}"
        for table in raw_tables(connection, schema, WAREHOUSE)
    )

    def field(name: str, type_name: str) -> str:
        return f"try_cast(json_extract_string(record, '$.{name}') as {type_name}) as {name}"

    return f"""
        insert into meta.loads
        select '{schema.removeprefix("raw_")}', last.resource, last.run_id, last.finished_at, last.fetched,
               last.appended, last.unchanged, last.quarantined, counted.n
        from (
            select {field("resource", "varchar")}, {field("run_id", "varchar")},
                   timezone(
                       'UTC', try_cast(json_extract_string(record, '$.finished_at') as timestamptz)
                   ) as finished_at,
                   {field("fetched", "bigint")}, {field("appended", "bigint")}, {field("unchanged", "bigint")},
                   {field("quarantined", "bigint")},
                   row_number() over (
                       partition by json_extract_string(record, '$.resource') order by known_at desc, _row_id desc
                   ) as newest
            from {quoted(WAREHOUSE, schema, "load_audit")}
        ) as last
        left join ({counted}) as counted using (resource)
        where newest = 1
        order by 2"""


def git_revision(root: Path) -> str | None:
    """The commit the code is at; null outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None
