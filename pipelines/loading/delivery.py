"""One dlt pipeline per source, picked up safely where an earlier run was killed.

The warehouse is the only authority on how far a source was read: dlt commits its state there together with the
rows. The working folder counts only while it holds a package that was extracted but not loaded completely.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dlt
import duckdb
from dlt.pipeline.exceptions import PipelineStepFailed

from pipelines.errors import HavenError
from pipelines.loading.raw_tables import schema_name, tables_of
from pipelines.settings import Settings

Say = Callable[[str], None]


@contextmanager
def one_load_at_a_time(settings: Settings, source: str) -> Iterator[None]:
    """Holds the source's working folder; the system lets go of it when the process ends, however it ends."""
    settings.dlt_dir.mkdir(parents=True, exist_ok=True)
    with (settings.dlt_dir / f"{source}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HavenError(
                f"another process is loading {source} into {settings.data_dir}",
                "Wait until it has finished, then try again.",
            ) from error
        yield


def prepare_pipeline(settings: Settings, connection: duckdb.DuckDBPyConnection, source: str, say: Say) -> dlt.Pipeline:
    """The source's pipeline, with nothing pending and the state that the warehouse holds.

    A package left by a killed run is loaded to its end, unless the warehouse is not the one it was made for.
    """
    pipeline = _open(settings, connection, source)
    if pipeline.has_pending_data and _base_is_stored(settings, connection, source):
        say(f"{source}: finishing the load that was interrupted")
        try:
            pipeline.normalize()
            pipeline.load(raise_on_failed_jobs=True)
        except PipelineStepFailed:
            # What it held comes again: its state never reached the warehouse.
            say(f"{source}: the interrupted load cannot be finished, reading it again")
        remove_doubled_rows(connection, source)
    pipeline.drop()
    pipeline = _open(settings, connection, source)
    pipeline.sync_destination()
    _remember_base(settings, connection, source)
    return pipeline


def _open(settings: Settings, connection: duckdb.DuckDBPyConnection, source: str) -> dlt.Pipeline:
    dlt.config["runtime.dlthub_telemetry"] = False
    dlt.config["normalize.parquet_normalizer.add_dlt_load_id"] = True
    # DuckDB uses all cores for one insert; several at a time would only hold more in memory.
    dlt.config["load.workers"] = 1
    return dlt.pipeline(
        pipeline_name=f"haven_{source}",
        destination=dlt.destinations.duckdb(connection),
        dataset_name=schema_name(source),
        pipelines_dir=str(settings.dlt_dir),
    )


def remove_doubled_rows(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    """Delete the second copies of rows that an interrupted load appended twice; returns how many there were.

    A load job that was committed but not yet marked as done is repeated by the next run.
    """
    removed = 0
    for table in tables_of(source):
        name = f"{schema_name(source)}.{table}"
        doubled = f"""select rowid from {name}
            qualify row_number() over (partition by _row_id order by rowid) > 1"""
        row = connection.execute(f"delete from {name} where rowid in ({doubled})").fetchone()
        removed += int(row[0]) if row else 0
    return removed


def _base_file(settings: Settings, source: str) -> Path:
    return settings.dlt_dir / f"{source}.base.json"


def _remember_base(settings: Settings, connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Write down on which completed load the coming package builds."""
    _base_file(settings, source).write_text(json.dumps({"last_load_id": _last_load(connection, source)}))


def _base_is_stored(settings: Settings, connection: duckdb.DuckDBPyConnection, source: str) -> bool:
    """False when the warehouse was deleted or put back to an older copy since the pending package was extracted.

    Its state would then claim rows that are no longer there.
    """
    try:
        base = json.loads(_base_file(settings, source).read_text())["last_load_id"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(base == _last_load(connection, source) or base in _load_ids(connection, source))


def _last_load(connection: duckdb.DuckDBPyConnection, source: str) -> str | None:
    return max(_load_ids(connection, source), default=None)


def _load_ids(connection: duckdb.DuckDBPyConnection, source: str) -> set[str]:
    try:
        rows: list[Any] = connection.execute(
            f"select load_id from {schema_name(source)}._dlt_loads where status = 0"
        ).fetchall()
    except duckdb.CatalogException:
        return set()
    return {row[0] for row in rows}
