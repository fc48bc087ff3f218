"""`haven status`: what was loaded, checked and published, and how old it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from pipelines.building.record import latest_build
from pipelines.errors import HavenError
from pipelines.quality.drift import find_drift
from pipelines.quality.reconciliation import reconciled
from pipelines.quality.results import latest_gate
from pipelines.quality.words import unknown_words
from pipelines.settings import Settings
from pipelines.warehouse import connect, quoted, raw_schemas, raw_tables, tables

LOAD_FIELDS = ("finished_at", "reported_by_api", "fetched", "appended", "unchanged", "quarantined")
FIELDS_SHOWN = 20


@dataclass
class Status:
    """Everything `haven status` shows; times are naive UTC."""

    data_dir: str
    note: str | None = None
    data_as_of: datetime | None = None
    loads: list[dict[str, Any]] = field(default_factory=list)
    gates: list[dict[str, Any]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    unknown_words: list[dict[str, Any]] = field(default_factory=list)
    built_at: datetime | None = None
    published_at: datetime | None = None
    published_data_as_of: datetime | None = None
    published_age_seconds: int | None = None

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=lambda value: value.isoformat(), indent=2)


def gather(settings: Settings) -> Status:
    """Read the status; a warehouse that a run is writing right now is no error, only a note."""
    status = Status(data_dir=str(settings.data_dir))
    if not settings.warehouse.exists():
        status.note = "nothing has been loaded yet"
    else:
        try:
            with connect(settings.warehouse, read_only=True) as connection:
                _read_warehouse(connection, status)
                status.fields = [vars(finding) for finding in find_drift(connection, settings.dbt_project)]
                status.unknown_words = [vars(word) | {"line": word.line} for word in unknown_words(connection)]
        except HavenError as error:
            status.note = f"{error.cause}: what it holds is not shown"
    if settings.published_db.exists():
        _read_publication(settings, status)
    return status


def _read_warehouse(connection: duckdb.DuckDBPyConnection, status: Status) -> None:
    for schema in raw_schemas(connection):
        status.loads += _loads(connection, schema)
    known = [load["known_at"] for load in status.loads if load["known_at"]]
    status.data_as_of = max(known, default=None)
    built = latest_build(connection)
    status.built_at = built.finished_at if built else None
    for door in ("raw", "published"):
        if gate := latest_gate(connection, door):
            verdict = {"passed": gate.passed, "expectations": gate.expectations, "failed": gate.failed}
            status.gates.append({"door": door, **verdict, "checked_at": gate.checked_at})


def _loads(connection: duckdb.DuckDBPyConnection, schema: str) -> list[dict[str, Any]]:
    """One entry per resource that has rows or was ever loaded."""
    present = tables(connection, schema)
    last: dict[str, dict[str, Any]] = {}
    if "load_audit" in present:
        for (text,) in connection.execute(
            f"select record from {quoted(schema, 'load_audit')} order by known_at"
        ).fetchall():
            record = json.loads(text)
            last[record["resource"]] = {name: record.get(name) for name in LOAD_FIELDS}
    missing = {load.resource: load.missing for load in reconciled(connection, schema)}
    waiting: dict[str, int] = {}
    if "quarantine" in present:
        rows = connection.execute(
            f"select json_extract_string(record, '$.resource'), count(distinct record_key) "
            f"from {quoted(schema, 'quarantine')} group by 1"
        ).fetchall()
        waiting = {str(resource): int(count) for resource, count in rows}
    loads = []
    for table in raw_tables(connection, schema):
        row = connection.execute(f"select count(*), max(known_at) from {quoted(schema, table)}").fetchone()
        rows_in_raw, known_at = row if row else (0, None)
        if rows_in_raw or table in last or table in waiting:
            loads.append(
                {
                    "source": schema.removeprefix("raw_"),
                    "resource": table,
                    **dict.fromkeys(LOAD_FIELDS),
                    **last.get(table, {}),
                    "missing": missing.get(table),
                    "rows_in_raw": rows_in_raw,
                    "rows_in_quarantine": waiting.get(table, 0),
                    "known_at": known_at,
                }
            )
    return loads


def _read_publication(settings: Settings, status: Status) -> None:
    with connect(settings.published_db, read_only=True) as connection:
        row = connection.execute("select built_at, data_as_of from meta.build").fetchone()
    if row:
        status.published_at, status.published_data_as_of = row
        written = datetime.fromtimestamp(settings.published_db.stat().st_mtime).astimezone()
        status.published_age_seconds = int((datetime.now().astimezone() - written).total_seconds())


def render(status: Status) -> str:
    """The status for a person at a terminal."""
    lines = [f"data folder    {status.data_dir}"]
    if status.note:
        lines.append(f"note           {status.note}")
    lines.append(f"data as of     {_when(status.data_as_of)}")
    lines.append(f"last build     {_when(status.built_at)}")
    for gate in status.gates:
        verdict = "passed" if gate["passed"] else "FAILED"
        counts = f"{gate['expectations']} expectations, {gate['failed']} failed"
        lines.append(f"{gate['door'] + ' gate':<15}{verdict}, {counts}, {_when(gate['checked_at'])}")
    if status.published_at:
        age = _age(status.published_age_seconds or 0)
        lines.append(f"published      {age} ago, data as of {_when(status.published_data_as_of)}")
    else:
        lines.append("published      nothing yet")
    if status.loads:
        waiting = sum(load["rows_in_quarantine"] for load in status.loads)
        lines.append(f"quarantine     {waiting:,} quarantined")
        heads = (
            "source",
            "resource",
            "last load",
            "source says",
            "missing",
            "fetched",
            "new",
            "unchanged",
            "quarantined",
            "rows",
            "in quarantine",
        )
        rows = [
            (
                load["source"],
                load["resource"],
                (str(load["finished_at"]) if load["finished_at"] else "-")[:19].replace("T", " "),
                *(
                    _count(load[name])
                    for name in ("reported_by_api", "missing", "fetched", "appended", "unchanged", "quarantined")
                ),
                _count(load["rows_in_raw"]),
                _count(load["rows_in_quarantine"]),
            )
            for load in status.loads
        ]
        lines += ["", *_table(heads, rows)]
    if status.fields:
        lines += ["", "fields that are not what they were when their table was first loaded"]
        lines += [
            f"{_when(found['since'])}  {found['what']:<10}  {found['line']}" for found in status.fields[:FIELDS_SHOWN]
        ]
        if len(status.fields) > FIELDS_SHOWN:
            lines.append(f"and {len(status.fields) - FIELDS_SHOWN} more: `haven status --json`")
    if status.unknown_words:
        lines += ["", "words of a source that the standard does not know, counted as unknown"]
        lines += [word["line"] for word in status.unknown_words]
    return "\n".join(lines)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    return [
        "  ".join(
            cell.ljust(width) if i < 3 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [heads, *rows]
    ]


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "-"


def _age(seconds: int) -> str:
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes < 48 * 60 else f"{minutes // 1440} days"
