"""The verdicts in the warehouse: one row per expectation and run, kept forever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from pipelines.building.record import latest_build, raw_state
from pipelines.quality.report import GateResult
from pipelines.settings import Settings
from pipelines.warehouse import connect, tables

CREATE = """
create schema if not exists quality;
create table if not exists quality.gate_results (
    suite varchar, door varchar, table_name varchar, expectation varchar, column_name varchar, success boolean,
    observed varchar, unexpected_count bigint, severity varchar, checked_at timestamp, description varchar,
    subject varchar
)
"""
PUBLISHED_COLUMNS = (
    "suite",
    "door",
    "table_name",
    "expectation",
    "column_name",
    "success",
    "observed",
    "unexpected_count",
    "severity",
    "checked_at",
    "description",
)


def ensure_results(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table, empty, so that models compile before anything was judged."""
    connection.execute(CREATE)


def store(settings: Settings, door: str, verdicts: Sequence[GateResult], checked_at: datetime) -> None:
    """Append the verdicts with what they are about: the raw state, or the build, that was judged."""
    with connect(settings.warehouse) as connection:
        ensure_results(connection)
        subject = subject_of(connection, door)
        rows = [
            (
                verdict.suite,
                door,
                f"{verdict.schema_name}.{verdict.table_name}",
                verdict.expectation,
                verdict.column_name,
                verdict.success,
                verdict.observed,
                verdict.unexpected_count,
                verdict.severity,
                checked_at,
                verdict.description,
                subject,
            )
            for verdict in verdicts
        ]
        # The gate itself is a row, so that a door with nothing to judge still says that it was opened.
        passed = not any(verdict.stops_publishing for verdict in verdicts)
        gate = (door, door, None, "gate", None, passed, str(len(rows)), None, "critical", checked_at, "passed", subject)
        connection.executemany(f"insert into quality.gate_results values ({', '.join('?' * 12)})", [*rows, gate])


def subject_of(connection: duckdb.DuckDBPyConnection, door: str) -> str | None:
    if door == "raw":
        return raw_state(connection)
    built = latest_build(connection)
    return built.build_id if built else None


@dataclass(frozen=True)
class Gate:
    """One run of one door: what it judged and whether it let it through."""

    door: str
    passed: bool
    checked_at: datetime
    subject: str | None
    expectations: int
    failed: int


def latest_gate(connection: duckdb.DuckDBPyConnection, door: str, subject: str | None = None) -> Gate | None:
    """The newest run of a door, of one subject when given; None when there was none."""
    if "gate_results" not in tables(connection, "quality"):
        return None
    row = connection.execute(
        """select door, success, checked_at, subject, cast(observed as integer),
                  (select count(*) from quality.gate_results as failed
                   where failed.door = gate.door and failed.checked_at = gate.checked_at
                     and not failed.success and failed.expectation <> 'gate')
           from quality.gate_results as gate
           where door = ? and expectation = 'gate' and subject = coalesce(?, subject)
           order by checked_at desc limit 1""",
        [door, subject],
    ).fetchone()
    return Gate(*row) if row else None


def first_failure(connection: duckdb.DuckDBPyConnection, gate: Gate) -> str:
    """The first broken promise of a gate, in words."""
    row = connection.execute(
        """select table_name || ': ' || description || coalesce(' (seen: ' || observed || ')', '')
           from quality.gate_results
           where door = ? and checked_at = ? and not success and severity = 'critical' and expectation <> 'gate'
           order by table_name, description limit 1""",
        [gate.door, gate.checked_at],
    ).fetchone()
    return str(row[0]) if row else "no reason recorded"
