"""What was published, kept so that a number that changes can be shown with what it was."""

from __future__ import annotations

import duckdb

from pipelines.warehouse import tables

SCHEMA, TABLE = "history", "published_values"
NOW = ("intermediate", "int_values_published")
KEYS = ("mart", "population", "metric", "period")
CREATE = f"""
create schema if not exists {SCHEMA};
create table if not exists {SCHEMA}.{TABLE} (
    mart varchar, population varchar, metric varchar, period varchar, period_start_on date, value double, n bigint,
    definition varchar, observed_until timestamp, known_until timestamp
)
"""


def ensure_history(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table, empty, so that models compile before anything was published."""
    connection.execute(CREATE)


def remember(connection: duckdb.DuckDBPyConnection) -> int:
    """Append each number of the latest build that is new, or that differs from what was published last.

    Publishing the same build twice adds nothing. Returns how many rows were added.
    """
    ensure_history(connection)
    schema, table = NOW
    if table not in tables(connection, schema):
        return 0
    same_key = " and ".join(f"last.{key} is not distinct from now.{key}" for key in KEYS)
    added = connection.execute(
        f"""insert into {SCHEMA}.{TABLE} by name
            with last as (
                select * from {SCHEMA}.{TABLE}
                qualify row_number() over (
                    partition by {", ".join(KEYS)} order by known_until desc, observed_until desc
                ) = 1
            )
            select now.* from {schema}.{table} as now
            left join last on {same_key}
            where last.mart is null
                or last.value is distinct from now.value or last.definition is distinct from now.definition"""
    ).fetchone()
    return int(added[0]) if added else 0
