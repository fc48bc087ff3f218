"""Looking into a warehouse after a load."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.loading import RAW_TABLES
from pipelines.settings import Settings

Versions = dict[str, list[tuple[str, str]]]  # resource -> (record_key, record_hash), sorted


def ask(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def versions(settings: Settings, source: str) -> Versions:
    """Every stored version (record_key, record_hash) of each resource, sorted, doubles included."""
    return {
        table: sorted(ask(settings, f"select record_key, record_hash from raw_{source}.{table}"))
        for table in RAW_TABLES[source]
    }


def row_ids_are_unique(settings: Settings, source: str) -> bool:
    return all(
        ask(settings, f"select count(*) = count(distinct _row_id) from raw_{source}.{table}")[0][0]
        for table in (*RAW_TABLES[source], "quarantine", "load_audit")
    )
