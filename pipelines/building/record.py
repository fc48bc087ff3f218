"""What was built, when, and from which raw state: the note publishing relies on."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.warehouse import connect, quoted, raw_schemas, raw_tables, tables

CREATE = """
create schema if not exists quality;
create table if not exists quality.builds (
    build_id varchar, started_at timestamp, finished_at timestamp, as_of varchar, raw_state varchar,
    model_count integer, inputs varchar
);
alter table quality.builds add column if not exists inputs varchar
"""


@dataclass(frozen=True)
class BuildRecord:
    """A finished build. `raw_state` names the exact raw records it read, `inputs` everything it was made from; null
    when only a part was built."""

    build_id: str
    started_at: datetime
    finished_at: datetime
    as_of: str | None
    raw_state: str
    model_count: int
    inputs: str | None = None


def raw_state(connection: duckdb.DuckDBPyConnection) -> str:
    """A name for what the raw tables hold: changes when any record arrives in or leaves any of them."""
    digest = hashlib.sha256()
    for schema in raw_schemas(connection):
        for table in raw_tables(connection, schema):
            row = connection.execute(
                f"select count(*), max(known_at), sum(hash(_row_id)::hugeint) from {quoted(schema, table)}"
            ).fetchone()
            digest.update(f"{schema}.{table}:{row}\n".encode())
    return digest.hexdigest()[:16]


def forget_builds(settings: Settings) -> None:
    """Mark the warehouse as changed: until a build is finished, there is nothing to publish."""
    with connect(settings.warehouse) as connection:
        connection.execute(CREATE)
        connection.execute("delete from quality.builds")


def begin_build(settings: Settings, as_of: str | None, inputs: str | None) -> None:
    """Mark the warehouse as being built; `inputs` (`build_inputs`) only of a tested build of everything."""
    forget_builds(settings)
    with connect(settings.warehouse) as connection:
        begun = [uuid.uuid4().hex[:12], utc_now(), None, as_of, None, 0, inputs]
        connection.execute("insert into quality.builds values (?, ?, ?, ?, ?, ?, ?)", begun)


def reopen_build(settings: Settings, inputs: str) -> None:
    """Mark the build as unfinished, as a part of it is being made again; made from anything else than the other parts,
    it is no longer the build of any one state.

    Raises:
        HavenError: no build was begun whose part this could be.
    """
    with connect(settings.warehouse) as connection:
        connection.execute(CREATE)
        reopened = connection.execute(
            "update quality.builds set finished_at = null, inputs = case when inputs = ? then inputs end returning 1",
            [inputs],
        )
        if not reopened.fetchall():
            raise HavenError("there are no models to go on from", "Run `haven build`, which makes all of it.")


def count_models(settings: Settings, models: int) -> None:
    with connect(settings.warehouse) as connection:
        connection.execute("update quality.builds set model_count = model_count + ?", [models])


def finish_build(settings: Settings) -> None:
    """Note that the build is whole, and which raw records it read."""
    with connect(settings.warehouse) as connection:
        finished = [utc_now(), raw_state(connection)]
        connection.execute("update quality.builds set finished_at = ?, raw_state = ?", finished)


def finished_build(settings: Settings) -> BuildRecord:
    with connect(settings.warehouse, read_only=True) as connection:
        record = latest_build(connection)
    if record is None:
        raise HavenError("the build was not finished", "Run `haven build`.")
    return record


def latest_build(connection: duckdb.DuckDBPyConnection) -> BuildRecord | None:
    if "builds" not in tables(connection, "quality"):
        return None
    row = connection.execute("select * from quality.builds where finished_at is not null").fetchone()
    return BuildRecord(*row) if row else None


def utc_now() -> datetime:
    """Now as naive UTC, the form in which the warehouse keeps every time."""
    return datetime.now(UTC).replace(tzinfo=None)
