"""DuckDB for Great Expectations: a SQLAlchemy dialect whose cursor fetches rows when it executes.

Great Expectations reads a result after it has handed the connection back. DuckDB drops an open result at that moment,
so every expectation would fail with "list index out of range".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import duckdb_engine
from sqlalchemy.dialects import registry
from sqlalchemy.types import NullType

NAME = "haven_duckdb"
_opened: list[duckdb.DuckDBPyConnection] = []


class EagerCursor:
    """A DB-API cursor over rows that were already fetched."""

    arraysize = 1

    def __init__(self, raw: duckdb.DuckDBPyConnection, connection: EagerConnection) -> None:
        self._raw = raw
        self.connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self._next = 0
        self.description: Sequence[Any] | None = None
        self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[Any] | None = None, context: Any = None) -> None:
        result = self._raw.execute(statement, parameters) if parameters else self._raw.execute(statement)
        self.description = result.description
        self._rows = result.fetchall() if result.description else []
        self._next = 0

    def executemany(self, statement: str, parameters: Sequence[Sequence[Any]], context: Any = None) -> None:
        self._raw.executemany(statement, list(parameters))

    def fetchone(self) -> tuple[Any, ...] | None:
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        start = self._next
        self._next = min(start + (size or self.arraysize), len(self._rows))
        return self._rows[start : self._next]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.fetchmany(len(self._rows) - self._next or 1)

    def close(self) -> None:
        self._rows = []


class EagerConnection(duckdb_engine.ConnectionWrapper):
    """duckdb-engine's connection, with eager cursors."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._raw = connection

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self._raw, self)


class Dialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect over `EagerConnection`."""

    supports_statement_cache = False

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("url_config", None)
        connection = duckdb.connect(*args, **kwargs)
        connection.execute("set TimeZone = 'UTC'")
        _opened.append(connection)
        return EagerConnection(connection)

    def get_columns(  # type: ignore[override]
        self, connection: Any, table_name: str, schema: str | None = None, **kwargs: Any
    ) -> list[dict[str, Any]]:
        """Columns straight from DuckDB's catalogue: PostgreSQL's way of asking takes 80 ms a table."""
        rows = connection.exec_driver_sql(
            "select column_name, data_type, is_nullable from duckdb_columns() "
            "where table_name = $1 and schema_name = $2 and database_name = current_database() order by column_index",
            (table_name, schema or "main"),
        ).fetchall()
        return [
            {"name": name, "type": self._type_of(data_type), "nullable": nullable, "default": None}
            for name, data_type, nullable in rows
        ]

    def _type_of(self, data_type: str) -> Any:
        found = self.ischema_names.get(data_type.split("(")[0].lower(), NullType)
        return found() if isinstance(found, type) else found


def register() -> None:
    """Make `haven_duckdb:///file` a known URL."""
    registry.register(NAME, __name__, "Dialect")


def close_all() -> None:
    """Close every connection ever opened here: Great Expectations keeps its own until the process ends.

    DuckDB refuses a writing connection to a file that this process still holds read-only.
    """
    while _opened:
        _opened.pop().close()
