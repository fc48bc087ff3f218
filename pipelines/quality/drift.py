"""Fields that a source sends in another way than before, held against what the models read.

A kind that the models cannot read gives nulls where there are values, and a field that no longer comes gives nulls
everywhere: numbers would change without anybody having decided it, so both shut the door. They stay shut until the
model or the record of the field is put right, because another load alone does not bring back what was not read. A kind
that the models read all the same is a warning of the load that first brought it. What no model reads is listed only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.loading.fields import TABLE, Sighting, parent_of
from pipelines.quality.readings import read_fields
from pipelines.sources.shapes import Field
from pipelines.warehouse import quoted, tables

# Fewer records than this without a field, or with it, say nothing: many fields are there only at times.
ENOUGH = 20
# Which kinds a model's reading of a field takes in on every engine. Text takes whatever comes, as it is written.
FITTING = {"integer": {"number"}, "number": {"number"}, "boolean": {"boolean"}, "object": {"object"}, "list": {"list"}}
# Files of one's own need not have every column every time.
OPTIONAL = frozenset({"drop"})


@dataclass(frozen=True)
class Finding:
    """One field that changed. `what` is new, changed, unreadable or vanished; `first_key` names the first record."""

    source: str
    resource: str
    field: str
    kind: str
    what: str
    since: datetime
    first_key: str | None
    line: str

    @property
    def severity(self) -> str | None:
        """How the door takes it; null when it is listed only."""
        if self.what == "vanished" and self.source in OPTIONAL:
            return "warning"
        return {"unreadable": "critical", "vanished": "critical", "changed": "warning"}.get(self.what)


def find_drift(connection: duckdb.DuckDBPyConnection, project: Path) -> list[Finding]:
    """Everything that changed since a resource was first loaded, newest first."""
    if TABLE.split(".")[1] not in tables(connection, "quality"):
        return []
    seen: dict[tuple[str, str], dict[Field, Sighting]] = defaultdict(dict)
    for source, resource, field, kind, *rest in connection.execute(f"from {TABLE}").fetchall():
        seen[source, resource][field, kind] = Sighting(*rest)
    if not seen:
        return []
    readings = read_fields(project)
    found = [
        finding
        for (source, resource), fields in seen.items()
        for finding in _of_resource(connection, source, resource, fields, readings.get((source, resource), {}))
    ]
    return sorted(found, key=lambda finding: (finding.since, finding.source, finding.resource), reverse=True)


def _of_resource(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    resource: str,
    fields: dict[Field, Sighting],
    readings: dict[str, str],
) -> list[Finding]:
    begun, last = fields["", "object"].first_seen_at, fields["", "object"].last_seen_at
    table, found = f"raw_{source}.{resource}", []
    kinds: dict[str, dict[str, Sighting]] = defaultdict(dict)
    for (field, kind), sighting in fields.items():
        kinds[field][kind] = sighting
    for field, by_kind in sorted(kinds.items()):
        first = min(by_kind.values(), key=lambda sighting: sighting.first_seen_at)
        if first.first_seen_at > begun and parent_of(field) in _older(kinds, first.first_seen_at):
            named = " or ".join(sorted(by_kind))
            line = f"{field} of {table} is new ({named}), first in the record {first.first_key}"
            found.append(Finding(source, resource, field, named, "new", first.first_seen_at, first.first_key, line))
        for kind, sighting in sorted(by_kind.items()):
            before = {k for k, s in by_kind.items() if k != "null" and s.first_seen_at < sighting.first_seen_at}
            if kind == "null" or sighting.first_seen_at == begun or field not in readings:
                continue
            told = f"{field} of {table} came as {kind}"
            told += f", before as {' or '.join(sorted(before))}" if before else " for the first time"
            if kind not in FITTING.get(readings[field], {kind}):
                line = (
                    f"{told}, which the models read as {readings[field]}: first in the record {sighting.first_key}; "
                    f"correct its model, or, if the record is at fault, delete the line of the field in {TABLE}"
                )
                what = "unreadable"
            elif before and sighting.first_seen_at == last:
                line, what = f"{told}; the models read it as {readings[field]} all the same", "changed"
            else:
                continue
            since = sighting.first_seen_at
            found.append(Finding(source, resource, field, kind, what, since, sighting.first_key, line))
        if field in readings and (gone := _vanished(field, by_kind, kinds)):
            until, without = gone
            key = _first_after(connection, source, resource, until)
            line = (
                f"{field} of {table}, which the models read, was in every record until {until:%Y-%m-%d %H:%M} UTC "
                f"and in none of the {without:,} since: first missing in the record {key}; take it out of its model, "
                f"or, if it may be missing, delete its lines in {TABLE}"
            )
            found.append(Finding(source, resource, field, " or ".join(sorted(by_kind)), "vanished", until, key, line))
    return found


def _older(kinds: Mapping[str, Mapping[str, Sighting]], moment: datetime) -> set[str]:
    """The objects that were met before: what came with a new one is named by it."""
    return {
        field for field, by_kind in kinds.items() if "object" in by_kind and by_kind["object"].first_seen_at < moment
    }


def _vanished(
    field: str, by_kind: Mapping[str, Sighting], kinds: Mapping[str, Mapping[str, Sighting]]
) -> tuple[datetime, int] | None:
    """Until when a field came that used to come always, and how many records lack it since; else null."""
    parent = kinds.get(parent_of(field), {}).get("object")
    if not field or parent is None:
        return None
    had, before = sum(s.records for s in by_kind.values()), min(s.before_records for s in by_kind.values())
    until = max(s.of_records for s in by_kind.values())
    without = parent.records - until
    if had < until - before or had < ENOUGH or without < ENOUGH:
        return None
    return max(s.last_seen_at for s in by_kind.values()), without


def _first_after(connection: duckdb.DuckDBPyConnection, source: str, resource: str, moment: datetime) -> str | None:
    row = connection.execute(
        f"select min_by(record_key, _row_id) from {quoted(f'raw_{source}', resource)} where known_at > ? "
        "and not contains(record, '\"_deleted\":true')",
        [moment],
    ).fetchone()
    return row[0] if row else None
