"""What was redacted leaves every version that was loaded before; that something was said stays.

Covered after every load. `record_hash` stays that of the original, as in `pipelines/forgetting/`, which also says why
the file is written anew. Freshdesk has no such thing: what is deleted there is gone with its ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import duckdb

from pipelines.building.record import forget_builds
from pipelines.erasing import remove_copies, write_anew
from pipelines.redaction import marked, vcons, zendesk
from pipelines.redaction.covering import Changes
from pipelines.settings import Settings
from pipelines.warehouse import connect

FINDERS: dict[str, Callable[[duckdb.DuckDBPyConnection], dict[str, Changes]]] = {
    "zendesk": zendesk.changes,
    "vcon": vcons.changes,
    **{source: partial(marked.changes, source=source) for source in marked.MARKED},
}


def redact_again(settings: Settings, loaded: Collection[str]) -> int:
    """Cover what has been redacted by now, after these sources were loaded; returns how many raw records were
    rewritten."""
    finders = [find for source, find in FINDERS.items() if source in loaded]
    if not finders:
        return 0
    with connect(settings.warehouse) as connection:
        found = [(table, changes) for find in finders for table, changes in find(connection).items() if changes]
        for table, changes in found:
            connection.executemany(f"update {table} set record = ? where _row_id = ?", changes)
    if found:
        write_anew(settings)
        forget_builds(settings)
        remove_copies(settings)
    return sum(len(changes) for _, changes in found)
