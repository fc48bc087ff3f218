"""What the suites may know of the warehouse before they are written down as expectations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from pipelines.loading.fields import TABLE
from pipelines.quality.drift import Finding, find_drift
from pipelines.quality.reconciliation import Reconciliation, reconciled
from pipelines.settings import Settings
from pipelines.warehouse import connect, raw_schemas, tables


@dataclass(frozen=True)
class Facts:
    """Row counts by `schema.table`; `previous` are those of the publication that is about to be replaced, `loads` the
    last load of each resource, by source, and `drift` the fields that are not what they were.

    `previous` is empty on the first publication and for a build of the past, which may well be smaller.
    """

    now: datetime
    rows: dict[str, int] = field(default_factory=dict)
    previous: dict[str, int] = field(default_factory=dict)
    loads: dict[str, list[Reconciliation]] = field(default_factory=dict)
    drift: list[Finding] = field(default_factory=list)


def row_counts(connection: duckdb.DuckDBPyConnection, schemas: list[str]) -> dict[str, int]:
    counts = {}
    for schema in schemas:
        for table in tables(connection, schema):
            row = connection.execute(f'select count(*) from "{schema}"."{table}"').fetchone()
            counts[f"{schema}.{table}"] = int(row[0]) if row else 0
    return counts


def published_row_counts(settings: Settings) -> dict[str, int]:
    """`schema.table` -> rows, as the present publication says; empty when there is none."""
    if not settings.published_db.exists():
        return {}
    with connect(settings.published_db, read_only=True) as connection:
        if "tables" not in tables(connection, "meta"):
            return {}
        rows = connection.execute("select schema_name, table_name, row_count from meta.tables").fetchall()
    return {f"{schema}.{table}": int(count) for schema, table, count in rows}


def gather(settings: Settings, connection: duckdb.DuckDBPyConnection, door: str, now: datetime) -> Facts:
    """Read the facts for one door from an open warehouse."""
    if door != "raw":
        before = {} if settings.as_of else published_row_counts(settings)
        return Facts(now, rows=row_counts(connection, ["core", "marts"]), previous=before)
    schemas = raw_schemas(connection)
    return Facts(
        now=now,
        rows={name: n for name, n in row_counts(connection, [*schemas, "quality"]).items() if _is_judged(name)},
        loads={s.removeprefix("raw_"): reconciled(connection, s) for s in schemas},
        drift=find_drift(connection, settings.dbt_project),
    )


def _is_judged(table: str) -> bool:
    return table == TABLE or not table.startswith("quality.")
