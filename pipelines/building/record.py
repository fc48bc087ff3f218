"""What was built, when, and from which raw state: the note publishing relies on."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from pipelines.settings import Settings
from pipelines.warehouse import connect, quoted, raw_schemas, raw_tables, tables

CREATE = """
create schema if not exists quality;
create table if not exists quality.builds (
    build_id varchar, started_at timestamp, finished_at timestamp, as_of varchar, raw_state varchar, model_count integer
)
"""


@dataclass(frozen=True)
class BuildRecord:
    """A finished build. `raw_state` names the exact raw records it read."""

    build_id: str
    started_at: datetime
    finished_at: datetime
    as_of: str | None
    raw_state: str
    model_count: int


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
    """Mark the warehouse as being rebuilt: until a build is recorded, there is nothing to publish."""
    with connect(settings.warehouse) as connection:
        connection.execute(CREATE)
        connection.execute("delete from quality.builds")


def record_build(settings: Settings, started_at: datetime, as_of: str | None, model_count: int) -> BuildRecord:
    with connect(settings.warehouse) as connection:
        connection.execute(CREATE)
        record = BuildRecord(
            build_id=uuid.uuid4().hex[:12],
            started_at=started_at,
            finished_at=utc_now(),
            as_of=as_of,
            raw_state=raw_state(connection),
            model_count=model_count,
        )
        connection.execute("insert into quality.builds values (?, ?, ?, ?, ?, ?)", list(vars(record).values()))
    return record


def latest_build(connection: duckdb.DuckDBPyConnection) -> BuildRecord | None:
    if "builds" not in tables(connection, "quality"):
        return None
    row = connection.execute("select * from quality.builds order by finished_at desc limit 1").fetchone()
    return BuildRecord(*row) if row else None


def utc_now() -> datetime:
    """Now as naive UTC, the form in which the warehouse keeps every time."""
    return datetime.now(UTC).replace(tzinfo=None)
