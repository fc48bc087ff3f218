"""Inputs of an analysis from rows: whatever a test does not name is an empty table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipelines.analysis import Analysis, Row


def run(analysis: Analysis, **tables: Iterable[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """Rows by table written; tables are named without their schema, and a column that a row lacks is null."""
    short = {name.split(".")[1]: (name, columns) for name, columns in analysis.reads.items()}
    assert set(tables) <= set(short), set(tables) - set(short)
    given = {
        name: pa.Table.from_pylist([dict(row) for row in tables.get(key, ())], schema=columns)
        for key, (name, columns) in short.items()
    }
    written = {name: list(rows) for name, rows in analysis.compute(given).items()}
    for name, rows in written.items():
        assert all(set(row) == set(analysis.writes[name].names) for row in rows), name
    return written
