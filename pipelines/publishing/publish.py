"""Build a publication beside the one in use, then put it in its place in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.building.record import BuildRecord, latest_build
from pipelines.errors import HavenError
from pipelines.progress import Progress, quiet
from pipelines.publishing import meta, place
from pipelines.publishing.history import remember
from pipelines.publishing.plan import TablePlan, plan
from pipelines.quality.results import first_failure, latest_gate
from pipelines.settings import Settings
from pipelines.warehouse import connect, quoted, tables

PARQUET = "format parquet, compression zstd, row_group_size 122880"


@dataclass(frozen=True)
class Publication:
    """What was put in place. `tables` is schema, table, rows, content hash."""

    build: BuildRecord
    tables: tuple[tuple[str, str, int, str], ...]
    database: Path


def publish(settings: Settings, manifest: dict[str, Any], progress: Progress = quiet) -> Publication:
    """Publish the latest build.

    Raises:
        HavenError: nothing was built, or a gate did not let this very build through; the old publication stays.
    """
    with connect(settings.warehouse, read_only=True) as connection:
        built, gates = permission(connection)
        available = {f"{schema}.{table}" for schema in ("core", "marts") for table in tables(connection, schema)}
    plans = plan(manifest)
    if absent := [entry.name for entry in plans if entry.name not in available]:
        raise HavenError(
            f"the warehouse lacks {len(absent)} tables of the project, {absent[0]} among them",
            "Run `haven build` and `haven check` first. What was published is untouched.",
        )
    folder = place.new_folder(settings, built.build_id)
    written = write_publication(settings, folder, built, plans, gates)
    place.seal(folder)
    place.put_in_place(settings, folder)
    if built.as_of is None:  # a build of the past publishes nothing new
        with connect(settings.warehouse) as connection:
            remember(connection)
    progress(f"{len(written)} tables, {sum(row[2] for row in written):,} rows")
    return Publication(build=built, tables=tuple(written), database=settings.published_db)


def permission(connection: duckdb.DuckDBPyConnection) -> tuple[BuildRecord, list[datetime]]:
    """The build to publish and the times of the two gates that let it through.

    The raw gate must have judged exactly the records the build read, the published gate exactly this build.
    """
    stays = "What was published is untouched."
    built = latest_build(connection)
    if built is None:
        raise HavenError("there is no finished build to publish", f"Run `haven build` first. {stays}")
    times = []
    for door, subject in (("raw", built.raw_state), ("published", built.build_id)):
        gate = latest_gate(connection, door, subject)
        if gate is None:
            raise HavenError(f"the {door} gate has not judged this build", f"Run `haven check` first. {stays}")
        if not gate.passed:
            raise HavenError(
                f"the {door} gate did not let this build through: {first_failure(connection, gate)}",
                f"Correct it, then `haven build` and `haven check`. {stays}",
            )
        times.append(gate.checked_at)
    return built, times


def write_publication(
    settings: Settings, folder: Path, built: BuildRecord, plans: Sequence[TablePlan], gates: Sequence[datetime]
) -> list[tuple[str, str, int, str]]:
    """Fill `folder` with haven.duckdb and one Parquet file per table; returns schema, table, rows, hash."""
    written = []
    with connect(folder / "haven.duckdb") as connection:
        # One thread: how rows are cut into row groups must not depend on which worker was faster.
        connection.execute("set threads = 1")
        connection.execute(f"attach '{_literal(settings.warehouse)}' as {meta.WAREHOUSE} (read_only)")
        for schema in ("core", "marts"):
            connection.execute(f"create schema {schema}")
            (folder / schema).mkdir()
        for entry in plans:
            rows = _copy_table(connection, entry)
            target = folder / entry.schema_name / f"{entry.table_name}.parquet"
            _write_parquet(connection, entry.schema_name, entry.table_name, target)
            written.append((entry.schema_name, entry.table_name, rows, _sha256(target)))
        meta.write(connection, settings, built, plans, written, gates)
        (folder / "meta").mkdir()
        for table in meta.TABLES:
            _write_parquet(connection, "meta", table, folder / "meta" / f"{table}.parquet")
        connection.execute(f"detach {meta.WAREHOUSE}")
        connection.execute("checkpoint")
    return written


def _copy_table(connection: duckdb.DuckDBPyConnection, entry: TablePlan) -> int:
    source = quoted(meta.WAREHOUSE, entry.schema_name, entry.table_name)
    columns = [str(row[0]) for row in connection.execute(f"describe {source}").fetchall()]
    kept = ", ".join(quoted(name) for name in entry.published_columns(columns))
    order = ", ".join(f"{quoted(name)} nulls first" for name in entry.order(columns))
    target = quoted(entry.schema_name, entry.table_name)
    connection.execute(f"create table {target} as select {kept} from {source} order by {order}")
    row = connection.execute(f"select count(*) from {target}").fetchone()
    return int(row[0]) if row else 0


def _write_parquet(connection: duckdb.DuckDBPyConnection, schema: str, table: str, target: Path) -> None:
    connection.execute(f"copy {quoted(schema, table)} to '{_literal(target)}' ({PARQUET})")


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
