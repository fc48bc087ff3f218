"""Run analyses against a store, the same on every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from pipelines.analysis.analysis import SCHEMA, Analysis
from pipelines.analysis.store import Store
from pipelines.errors import HavenError
from pipelines.progress import Progress, quiet, step


def run_analyses(store: Store, wanted: Sequence[Analysis], progress: Progress = quiet) -> dict[str, int]:
    """Compute and write every table of `wanted`; returns rows by table.

    Raises:
        HavenError: an input that does not fit its declared columns, or rows that do not fit theirs.
    """
    written: dict[str, int] = {}
    for analysis in wanted:
        with step(analysis.name, progress):
            tables = {name: _read(store, name, columns) for name, columns in analysis.reads.items()}
            for table, rows in _typed(analysis, analysis.compute(tables)).items():
                store.write(f"{SCHEMA}.{table}", rows)
                written[table] = rows.num_rows
    return written


def _read(store: Store, name: str, columns: pa.Schema) -> pa.Table:
    """The table in its declared types and in one order of rows."""
    found = store.read(name, columns.names)
    try:
        typed = found.cast(columns)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise HavenError(
            f"{name} does not have the types an analysis reads: {error}", "Cast them in the model."
        ) from error
    return typed.sort_by([(column, "ascending") for column in columns.names])


def _typed(analysis: Analysis, results: Mapping[str, object]) -> dict[str, pa.Table]:
    if set(results) != set(analysis.writes):
        raise HavenError(
            f"{analysis.name} returned {sorted(results)} instead of {sorted(analysis.writes)}", "Correct the analysis."
        )
    typed = {}
    for table, columns in analysis.writes.items():
        rows = list(results[table])  # type: ignore[call-overload]
        strange = {column for row in rows for column in row} ^ set(columns.names) if rows else set()
        if strange:
            raise HavenError(f"{analysis.name}: columns of {table} differ: {sorted(strange)}", "Correct the analysis.")
        typed[table] = pa.Table.from_pylist(rows, schema=columns)
    return typed
