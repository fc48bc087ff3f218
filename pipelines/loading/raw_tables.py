"""The raw tables of every source: one per resource, all with the same columns, append-only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.loading.warehouse import open_warehouse
from pipelines.publishing.history import ensure_history
from pipelines.settings import ALL_SOURCES
from pipelines.sources.drop.entities import ENTITY_NAMES

RAW_TABLES: dict[str, tuple[str, ...]] = {
    "zendesk": (
        "tickets",
        "ticket_events",
        "ticket_metric_events",
        "users",
        "groups",
        "organizations",
        "ticket_fields",
        "satisfaction_ratings",
        "survey_responses",
    ),
    "assembled": ("people", "teams", "queues", "activity_types", "activities", "agent_states", "forecasts"),
    "ada": ("conversations", "messages"),
    "drop": ENTITY_NAMES,
}
QUARANTINE = "quarantine"
LOAD_AUDIT = "load_audit"

_COLUMNS = """
    record_key varchar not null,
    record varchar,
    cursor_value varchar,
    record_hash varchar,
    known_at timestamp,
    _row_id varchar,
    _dlt_load_id varchar
"""


def schema_name(source: str) -> str:
    return f"raw_{source}"


def tables_of(source: str) -> tuple[str, ...]:
    """Every raw table of a source, its quarantine and load audit included."""
    return (*RAW_TABLES[source], QUARANTINE, LOAD_AUDIT)


def ensure_raw_tables(warehouse: Path, sources: Iterable[str] = ALL_SOURCES) -> None:
    """Create what is missing, empty, so that models compile whatever has been loaded so far.

    Raises:
        HavenError: another process writes the warehouse.
    """
    with open_warehouse(warehouse) as connection:
        create_raw_tables(connection, sources)
        ensure_history(connection)


def create_raw_tables(connection: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> None:
    for source in sources:
        connection.execute(f"create schema if not exists {schema_name(source)}")
        for table in tables_of(source):
            connection.execute(f"create table if not exists {schema_name(source)}.{table} ({_COLUMNS})")
