"""What the last load of each resource did, held against what its source says it has and what the warehouse holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from pipelines.warehouse import quoted, raw_tables, tables

COUNTS = (
    "fetched",
    "appended",
    "unchanged",
    "quarantined",
    "vanished",
    "reported_by_api",
    "counted",
)


@dataclass(frozen=True)
class Reconciliation:
    """The last load of one resource, in records; null is what that load did not note or its source does not say.

    `reported_by_api` is what the source says it has and `counted` what came of that, `stored` how many rows of the load
    the table holds.
    """

    source: str
    resource: str
    known_at: datetime
    fetched: int | None
    appended: int | None
    unchanged: int | None
    quarantined: int | None
    vanished: int | None
    reported_by_api: int | None
    counted: int | None
    stored: int

    @property
    def missing(self) -> int | None:
        """Records that the source says it has and that did not come; null where it does not say."""
        if self.reported_by_api is None:
            return None
        came = self.counted if self.counted is not None else self.fetched
        return max(self.reported_by_api - (came or 0), 0)

    @property
    def faults(self) -> list[str]:
        """What does not add up, one line each with both numbers and the remedy."""
        lines = []
        again = f"load again with `haven load --source {self.source}`, which asks for them once more"
        if self.missing and self.reported_by_api is not None:
            came = self.reported_by_api - self.missing
            lines.append(
                f"{came:,} of the {self.reported_by_api:,} {self.resource} that {self.source} counts came: {again}"
            )
        if None not in (self.fetched, self.counted) and (self.fetched or 0) < (self.counted or 0):
            lines.append(
                f"{self.fetched:,} of the {self.counted:,} {self.resource} that came reached the load: {again}"
            )
        parts = (self.appended, self.unchanged, self.quarantined)
        if self.vanished is not None and None not in (self.fetched, *parts):
            accounted = sum(part or 0 for part in parts)
            if accounted != self.fetched:
                lines.append(
                    f"{accounted:,} of the {self.fetched:,} {self.resource} fetched are accounted for: {again}"
                )
            written = (self.appended or 0) + self.vanished
            if self.stored != written:
                remedy = (
                    f"remove the source's tables (`raw_{self.source}`) from the warehouse and load it from the start"
                )
                lines.append(
                    f"{self.stored:,} of the {written:,} {self.resource} written are in the warehouse: {remedy}"
                )
        return lines


def reconciled(connection: duckdb.DuckDBPyConnection, schema: str) -> list[Reconciliation]:
    """The last load of each resource of one source that was ever loaded, by name."""
    if "load_audit" not in tables(connection, schema):
        return []
    numbers = ", ".join(f"cast(record ->> '$.{name}' as bigint)" for name in COUNTS)
    rows = connection.execute(
        f"""select record ->> '$.resource', known_at, {numbers} from {quoted(schema, "load_audit")}
            qualify row_number() over (
                partition by record ->> '$.resource' order by known_at desc, _row_id desc
            ) = 1 order by 1"""
    ).fetchall()
    present = raw_tables(connection, schema)
    return [
        Reconciliation(
            source=schema.removeprefix("raw_"),
            resource=resource,
            known_at=known_at,
            **dict(zip(COUNTS, counts, strict=True)),
            stored=_stored(connection, schema, resource, known_at),
        )
        for resource, known_at, *counts in rows
        if resource in present
    ]


def _stored(connection: duckdb.DuckDBPyConnection, schema: str, resource: str, known_at: datetime) -> int:
    """A row that a killed load wrote twice has one id, and counts once."""
    row = connection.execute(
        f"select count(distinct _row_id) from {quoted(schema, resource)} where known_at = ?", [known_at]
    ).fetchone()
    return int(row[0]) if row else 0
