"""What a helpdesk has redacted leaves every version that was loaded before; that something was said stays.

Covered after every load, letter by letter. `record_hash` stays that of the original, as in `pipelines/forgetting.py`,
which also says why the file is written anew. Freshdesk has no such thing: what is deleted there is gone with its
ticket.
"""

from __future__ import annotations

from collections.abc import Collection

from pipelines.building.record import forget_builds
from pipelines.forgetting import remove_copies, write_anew
from pipelines.redaction import marked, zendesk
from pipelines.settings import Settings
from pipelines.warehouse import connect


def redact_again(settings: Settings, loaded: Collection[str]) -> int:
    """Cover what has been redacted by now, after these sources were loaded; returns how many raw records were
    rewritten."""
    with_redactions = [source for source in ("zendesk", *marked.MARKED) if source in loaded]
    if not with_redactions:
        return 0
    rewritten = 0
    with connect(settings.warehouse) as connection:
        for source in with_redactions:
            found = zendesk.changes(connection) if source == "zendesk" else marked.changes(connection, source)
            for table, changes in found.items():
                if changes:
                    connection.executemany(f"update {table} set record = ? where _row_id = ?", changes)
                rewritten += len(changes)
    if rewritten:
        write_anew(settings)
        forget_builds(settings)
        remove_copies(settings)
    return rewritten
