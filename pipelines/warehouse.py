"""Opening the DuckDB files, with errors a reader can act on."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from pipelines.errors import HavenError

RAW_PREFIX = "raw_"
BOOKKEEPING_TABLES = ("quarantine", "load_audit")


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the DuckDB file at `path` in UTC.

    Raises:
        HavenError: the file is missing (read only), locked by another process, or not a DuckDB file.
    """
    if read_only and not path.exists():
        raise HavenError(
            f"there is no file {path}", "Run `haven load` and `haven build` first, or check HAVEN_DATA_DIR."
        )
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(path), read_only=read_only)
    except (OSError, duckdb.Error) as error:
        raise opening_error(path, error) from error
    connection.execute("set TimeZone = 'UTC'")
    return connection


def opening_error(path: Path, error: Exception) -> HavenError:
    """Say why `path` could not be opened."""
    text = str(error)
    # DuckDB's own word for the file being open in this process in another mode.
    if "lock" in text.lower() or isinstance(error, duckdb.ConnectionException):
        holder = re.search(r"PID (\d+)", text)
        by = f" by process {holder[1]}" if holder else " by another connection of this process"
        return HavenError(f"{path} is locked{by}", "Close the program that has it open, or wait for it, and run again.")
    if isinstance(error, OSError) or "Permission denied" in text or "Not a directory" in text:
        return HavenError(f"{path} cannot be opened", "Point HAVEN_DATA_DIR at a folder you may write to.")
    if "not a valid DuckDB database" in text:
        return HavenError(f"{path} is not a DuckDB file", "Move it away, or point HAVEN_DATA_DIR at another folder.")
    return HavenError(f"{path} cannot be opened: {text.splitlines()[0][:200]}", "Move it away and load again.")


def quoted(*parts: str) -> str:
    """A dotted, quoted identifier."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def tables(connection: duckdb.DuckDBPyConnection, schema: str, catalog: str | None = None) -> list[str]:
    """Names of the tables (not views) of one schema, sorted; empty when there is no such schema."""
    rows = connection.execute(
        """select table_name from duckdb_tables()
           where schema_name = ? and database_name = coalesce(?, current_database()) order by 1""",
        [schema, catalog],
    ).fetchall()
    return [str(name) for (name,) in rows]


def raw_tables(connection: duckdb.DuckDBPyConnection, schema: str, catalog: str | None = None) -> list[str]:
    """The tables of one raw schema that hold records: neither the loader's bookkeeping nor dlt's."""
    return [
        name
        for name in tables(connection, schema, catalog)
        if name not in BOOKKEEPING_TABLES and not name.startswith("_dlt")
    ]


def raw_schemas(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        """select distinct schema_name from duckdb_tables()
           where database_name = current_database() and starts_with(schema_name, ?) order by 1""",
        [RAW_PREFIX],
    ).fetchall()
    return [str(name) for (name,) in rows]
