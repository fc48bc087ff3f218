"""Forgetting a customer: their identity and their words leave the warehouse, the counts stay.

Every stored version of every raw record that belongs to the customer is rewritten without personal data: identity
fields become null, free text becomes `[forgotten]`, ids, times, states and numbers stay, so that facts remain countable
but nobody can be found in them. `record_hash` stays that of the original, so that the next load takes the source's own
copy for one it already has; the request is kept (by id only) and carried out again after every load, in case the source
still has the customer and changes the record. Afterwards the file is written anew, because DuckDB leaves deleted bytes
in free blocks, and dlt's finished packages and the quarantined files are removed.

The source itself must forget the customer too: Haven cannot reach it.
"""

from __future__ import annotations

import duckdb

from pipelines.building.record import forget_builds, utc_now
from pipelines.erasing import remove_copies, write_anew
from pipelines.errors import HavenError
from pipelines.forgetting.finding import find
from pipelines.forgetting.rewriting import redact_table
from pipelines.settings import Settings
from pipelines.warehouse import BOOKKEEPING_TABLES, connect, raw_schemas, raw_tables, tables


def forget(settings: Settings, customer_id: str) -> int:
    """Remove one customer's personal data; returns how many raw records were rewritten.

    Raises:
        HavenError: no raw record belongs to this customer.
    """
    with connect(settings.warehouse) as connection:
        count = _redact_person(connection, customer_id)
        asked_before = customer_id in _requests(connection)
        if not count and not asked_before:
            raise HavenError(
                f"no raw record belongs to the customer {customer_id}",
                "Take the id from core.dim_customers, like zendesk:123.",
            )
        if not asked_before:
            connection.execute("create schema if not exists quality")
            connection.execute("create table if not exists quality.forgotten (customer_id varchar, asked_at timestamp)")
            connection.execute("insert into quality.forgotten values (?, ?)", [customer_id, utc_now()])
    write_anew(settings)
    forget_builds(settings)
    remove_copies(settings)
    return count


def forget_again(settings: Settings) -> int:
    """Carry out every earlier request once more, after a load; returns how many raw records were rewritten."""
    with connect(settings.warehouse) as connection:
        count = sum(_redact_person(connection, customer_id) for customer_id in _requests(connection))
    if count:
        write_anew(settings)
        remove_copies(settings)
    return count


def _requests(connection: duckdb.DuckDBPyConnection) -> list[str]:
    if "forgotten" not in tables(connection, "quality"):
        return []
    return [
        str(row[0]) for row in connection.execute("select customer_id from quality.forgotten order by 1").fetchall()
    ]


def _redact_person(connection: duckdb.DuckDBPyConnection, customer_id: str) -> int:
    person = find(connection, customer_id)
    return sum(
        redact_table(connection, schema, table, person)
        for schema in raw_schemas(connection)
        for table in [
            *raw_tables(connection, schema),
            *(t for t in BOOKKEEPING_TABLES if t in tables(connection, schema)),
        ]
    )
