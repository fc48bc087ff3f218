"""Opening the private warehouse for a load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.warehouse import connect

# A load streams; what DuckDB would cache beyond this only takes memory from others. Larger work spills to disk.
MEMORY_LIMIT = "400MB"


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, opened for writing and closed at the end; its clock is UTC.

    Raises:
        HavenError: another process has it open, or the file is no warehouse.
    """
    connection = connect(path)
    try:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        yield connection
    finally:
        connection.close()
