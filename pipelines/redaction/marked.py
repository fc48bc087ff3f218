"""Helpdesks that mark what was taken back: the newest version says so, and those before it still hold the words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.redaction.covering import Changes, cover, is_legible
from pipelines.sources.raw import to_text
from pipelines.warehouse import tables


@dataclass(frozen=True)
class Marked:
    """A table whose records say by `sign` (a path, neither null nor false) that their `words` were taken back."""

    table: str
    sign: str
    words: tuple[str, ...]


MARKED = {
    "intercom": (
        Marked("conversation_parts", "redacted", ("body",)),
        Marked("conversations", "source.redacted", ("source.body", "source.subject")),
    ),
    "gorgias": (Marked("messages", "deleted_datetime", ("subject", "body_text", "stripped_text")),),
}
FIND = """
    select _row_id, record from {table} where record_key in (
        select record_key from {table} where coalesce(json_extract_string(record, '$.{sign}'), 'false') <> 'false'
    )
"""


def changes(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, Changes]:
    """By table, the records in which words stand that were taken back by now, without those words."""
    there = tables(connection, f"raw_{source}")
    return {
        table: list(_covered(connection, table, marked))
        for marked in MARKED[source]
        for table in (f"raw_{source}.{marked.table}",)
        if marked.table in there
    }


def _covered(connection: duckdb.DuckDBPyConnection, table: str, marked: Marked) -> Iterator[tuple[str, str]]:
    """The records anew, each with its `_row_id`."""
    for row_id, text in connection.execute(FIND.format(table=table, sign=marked.sign)).fetchall():
        record = json.loads(text)
        if sum(_cover_at(record, path) for path in marked.words):
            yield to_text(record), row_id


def _cover_at(record: dict[str, Any], path: str) -> bool:
    """Cover the words at a path; gives whether there were any."""
    *way, last = path.split(".")
    holder: Any = record
    for name in way:
        holder = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(holder, dict) or not is_legible(holder.get(last)):
        return False
    holder[last] = cover(holder[last])
    return True
