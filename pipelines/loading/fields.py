"""Which fields each source sends, of which kind, since when and until when: one small table, kept by every load.

It lies beside the raw records and is not part of them: a load that is killed before it is written loses a sighting,
never a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from pipelines.sources.raw import Run
from pipelines.sources.shapes import Field

TABLE = "quality.raw_fields"
CREATE = f"""
create schema if not exists quality;
create table if not exists {TABLE} (
    source varchar, resource varchar, field varchar, kind varchar, records bigint, of_records bigint,
    before_records bigint, first_seen_at timestamp, last_seen_at timestamp, first_key varchar
)
"""


@dataclass
class Sighting:
    """One field of one kind. All counts are of records looked at.

    `records` had it; the object that it is a field of had been met `before_records` times when it first came and
    `of_records` times when it last did. `first_key` names the first record.
    """

    records: int
    of_records: int
    before_records: int
    first_seen_at: datetime
    last_seen_at: datetime
    first_key: str


def remember_fields(connection: duckdb.DuckDBPyConnection, source: str, run: Run) -> None:
    """Add what the run saw, in one transaction."""
    connection.execute(CREATE)
    connection.execute("begin")
    for resource, shapes in run.shapes.items():
        seen = shapes.fields()
        if not seen:
            continue
        known = recall(connection, source, resource)
        merge(known, seen, run.known_at)
        connection.execute(f"delete from {TABLE} where source = ? and resource = ?", [source, resource])
        rows = [(source, resource, *field, *vars(sighting).values()) for field, sighting in sorted(known.items())]
        connection.executemany(f"insert into {TABLE} values ({', '.join('?' * 10)})", rows)
    connection.execute("commit")


def recall(connection: duckdb.DuckDBPyConnection, source: str, resource: str) -> dict[Field, Sighting]:
    """What earlier loads saw of one resource."""
    rows = connection.execute(
        f"""select field, kind, records, of_records, before_records, first_seen_at, last_seen_at, first_key
            from {TABLE} where source = ? and resource = ?""",
        [source, resource],
    ).fetchall()
    return {(field, kind): Sighting(*rest) for field, kind, *rest in rows}


def merge(known: dict[Field, Sighting], seen: dict[Field, tuple[int, str]], at: datetime) -> None:
    """Put what one load saw into `known`."""
    before = {field: sighting.records for (field, kind), sighting in known.items() if kind == "object"}
    for (field, kind), (count, first_key) in seen.items():
        parent = parent_of(field)
        met = before.get(parent, 0) + seen.get((parent, "object"), (0, ""))[0]
        if (field, kind) in known:
            sighting = known[field, kind]
            sighting.records, sighting.of_records, sighting.last_seen_at = sighting.records + count, met, at
        else:
            known[field, kind] = Sighting(count, met, before.get(parent, 0), at, at, first_key)


def parent_of(field: str) -> str:
    """The object that a field is part of; the record itself is the empty path."""
    return field.rpartition(".")[0]
