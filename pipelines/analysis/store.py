"""Where an analysis finds its tables and leaves its results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa

from pipelines.warehouse import connect, quoted


class Store(Protocol):
    """The tables of one engine. `table` is `schema.table`."""

    def read(self, table: str, columns: Sequence[str]) -> pa.Table: ...

    def write(self, table: str, rows: pa.Table) -> None: ...


class WarehouseStore:
    """The DuckDB warehouse; one connection, closed by `with`."""

    def __init__(self, warehouse: Path) -> None:
        self._warehouse = warehouse

    def __enter__(self) -> WarehouseStore:
        self._connection: duckdb.DuckDBPyConnection = connect(self._warehouse)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def read(self, table: str, columns: Sequence[str]) -> pa.Table:
        chosen = ", ".join(quoted(column) for column in columns)
        return self._connection.sql(f"select {chosen} from {quoted(*table.split('.'))}").to_arrow_table()

    def write(self, table: str, rows: pa.Table) -> None:
        self._connection.execute(f"create schema if not exists {quoted(table.split('.')[0])}")
        self._connection.register("haven_rows", rows)
        self._connection.execute(f"create or replace table {quoted(*table.split('.'))} as select * from haven_rows")
        self._connection.unregister("haven_rows")
