"""Arrow tables as an analysis reads them: given rows, in the declared types, all others empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.analysis import Analysis, Row


def tables_of(analysis: Analysis, **given: Sequence[Mapping[str, Any]]) -> dict[str, pa.Table]:
    """Tables by full name; `given` by the name without its schema. A column that a row leaves out is null."""
    names = {name.split(".")[1]: name for name in analysis.reads}
    unknown = set(given) - set(names)
    assert not unknown, f"{analysis.name} does not read {unknown}"
    return {
        full: pa.Table.from_pylist(
            [{column: row.get(column) for column in analysis.reads[full].names} for row in given.get(short, ())],
            schema=analysis.reads[full],
        )
        for short, full in names.items()
    }


def results(analysis: Analysis, tables: Mapping[str, pa.Table]) -> dict[str, list[Row]]:
    """Rows of every table it writes, each with exactly the declared columns and types."""
    found = {name: list(rows) for name, rows in analysis.compute(tables).items()}
    assert set(found) == set(analysis.writes)
    for name, rows in found.items():
        assert all(set(row) == set(analysis.writes[name].names) for row in rows), name
        pa.Table.from_pylist(rows, schema=analysis.writes[name])
    return found
