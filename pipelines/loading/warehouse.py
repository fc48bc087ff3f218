"""Opening the private warehouse: one process writes it at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import HavenError

# A load streams; what DuckDB would cache beyond this only takes memory from others. Larger work spills to disk.
MEMORY_LIMIT = "400MB"


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, opened for writing and closed at the end; its clock is UTC.

    Raises:
        HavenError: another process has it open, or the file is no warehouse.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        if isinstance(error, duckdb.ConnectionException) or "lock" in str(error):
            raise HavenError(
                f"the warehouse {path} is locked by another process or connection",
                "Wait until the other run has finished (or close the program that has the file open), then try again.",
            ) from error
        raise HavenError(
            f"the warehouse {path} cannot be opened: {str(error).splitlines()[0]}",
            "Check that the folder is writable and that the file was written by this version of DuckDB.",
        ) from error
    try:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        yield connection
    finally:
        connection.close()
