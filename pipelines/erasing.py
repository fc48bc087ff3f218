"""Erasing for good: what was rewritten in a raw table stands in no free block, package or file any more."""

from __future__ import annotations

import shutil

from pipelines.settings import Settings
from pipelines.warehouse import connect, quoted

KEPT_SCHEMAS = ("raw_", "quality")  # everything else is rebuilt from these


def write_anew(settings: Settings) -> None:
    """Copy what cannot be rebuilt into a new file and put it in place: no old byte survives."""
    fresh = settings.warehouse.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with connect(fresh) as connection:
        connection.execute("attach '" + str(settings.warehouse).replace("'", "''") + "' as old (read_only)")
        rows = connection.execute(
            "select schema_name, table_name, sql from duckdb_tables() where database_name = 'old' order by 1, 2"
        ).fetchall()
        for schema, table, sql in rows:
            if schema.startswith(KEPT_SCHEMAS):
                connection.execute(f"create schema if not exists {quoted(schema)}")
                connection.execute(sql)
                source = quoted("old", schema, table)
                connection.execute(f"insert into {quoted(schema, table)} select * from {source}")
        connection.execute("detach old")
    fresh.replace(settings.warehouse)


def remove_copies(settings: Settings) -> None:
    """The packages that dlt has delivered, and quarantined files, hold raw records too."""
    for loaded in settings.dlt_dir.glob("**/load/loaded"):
        shutil.rmtree(loaded, ignore_errors=True)
    shutil.rmtree(settings.quarantine_dir, ignore_errors=True)
