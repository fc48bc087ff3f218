"""What was redacted leaves every version that was loaded before; that something was said stays.

Zendesk tells of a redaction as an event that names the comment, and shows the words anew only where it is asked for
them again: the versions in the warehouse would keep them for ever. They are covered here after every load, letter by
letter, so that counts and lengths stay as they were. `record_hash` stays that of the original, as in `forgetting.py`,
which also says why the file is written anew. Of vCons, see `redacted_vcons.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

import duckdb

from pipelines.building.record import forget_builds
from pipelines.forgetting import remove_copies, write_anew
from pipelines.redacted_vcons import bare_vcons
from pipelines.settings import Settings
from pipelines.warehouse import connect, tables

COVER = "▇"
COVERED = ("body", "html_body", "plain_body")
EVENTS, TICKETS = "raw_zendesk.ticket_events", "raw_zendesk.tickets"

Changes = list[tuple[str, str]]  # the record anew, its `_row_id`


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


def _of_zendesk(connection: duckdb.DuckDBPyConnection) -> dict[str, Changes]:
    """By table, what is to be covered of the comments that Zendesk tells of, and of their tickets."""
    if "ticket_events" not in tables(connection, "raw_zendesk"):
        return {}
    redacted = _redacted_comments(connection)
    if not redacted:
        return {}
    said: dict[str, set[str]] = {ticket: set() for ticket in redacted}
    return {EVENTS: _covered_events(connection, redacted, said), TICKETS: _covered_tickets(connection, said)}


def _redacted_comments(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Ids of redacted comments by ticket."""
    found: dict[str, set[str]] = {}
    sql = f"select record from {EVENTS} where contains(record, '\"CommentRedactionEvent\"')"
    for (text,) in connection.execute(sql).fetchall():
        event = json.loads(text)
        for child in event.get("child_events") or ():
            if child.get("event_type") == "CommentRedactionEvent" and child.get("comment_id"):
                found.setdefault(str(event.get("ticket_id")), set()).add(str(child["comment_id"]))
    return found


def _covered_events(
    connection: duckdb.DuckDBPyConnection, redacted: dict[str, set[str]], said: dict[str, set[str]]
) -> Changes:
    """Events whose comments were redacted; what they said is noted in `said`."""
    changes: Changes = []
    for row_id, text in _of_tickets(connection, EVENTS, "ticket_id", redacted):
        event = json.loads(text)
        ticket = str(event.get("ticket_id"))
        words: list[str] = []
        for child in event.get("child_events") or ():
            if str(child.get("id")) in redacted[ticket]:
                legible = {name: child[name] for name in COVERED if _is_legible(child.get(name))}
                words += legible.values()
                child.update({name: cover(text) for name, text in legible.items()})
        if words:
            said[ticket].update(text.strip() for text in words)
            changes.append((_text(event), row_id))
    return changes


def _covered_tickets(connection: duckdb.DuckDBPyConnection, said: dict[str, set[str]]) -> Changes:
    """Tickets whose description is a comment that was redacted, or is covered in another version of the ticket."""
    versions = [(row_id, json.loads(text)) for row_id, text in _of_tickets(connection, TICKETS, "id", said)]
    shown = {str(ticket["id"]) for _, ticket in versions if COVER in str(ticket.get("description"))}
    changes: Changes = []
    for row_id, ticket in versions:
        words, number = ticket.get("description"), str(ticket["id"])
        if _is_legible(words) and (number in shown or str(words).strip() in said[number]):
            ticket["description"] = cover(words)
            changes.append((_text(ticket), row_id))
    return changes


def _of_tickets(
    connection: duckdb.DuckDBPyConnection, table: str, field: str, wanted: dict[str, set[str]]
) -> list[tuple[str, str]]:
    sql = f"select _row_id, record from {table} where list_contains($wanted, json_extract_string(record, '$.{field}'))"
    return connection.execute(sql, {"wanted": sorted(wanted)}).fetchall()


def cover(text: str) -> str:
    """As many signs as there were letters."""
    return COVER * len(text)


def _is_legible(value: Any) -> bool:
    """Whether it is text of which nothing was covered yet."""
    return isinstance(value, str) and value != "" and COVER not in value


def _text(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


FINDERS: dict[str, Callable[[duckdb.DuckDBPyConnection], dict[str, Changes]]] = {
    "zendesk": _of_zendesk,
    "vcon": bare_vcons,
}
