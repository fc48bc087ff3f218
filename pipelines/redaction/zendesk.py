"""Zendesk tells of a redaction as an event that names the comment.

It shows the words anew only where it is asked for them again: the versions in the warehouse would keep them for ever.
"""

from __future__ import annotations

import json

import duckdb

from pipelines.redaction.covering import COVER, Changes, cover, is_legible
from pipelines.sources.raw import to_text
from pipelines.warehouse import tables

COVERED = ("body", "html_body", "plain_body")
EVENTS, TICKETS = "raw_zendesk.ticket_events", "raw_zendesk.tickets"


def changes(connection: duckdb.DuckDBPyConnection) -> dict[str, Changes]:
    """By table, the records in which words stand that were redacted by now, without those words."""
    redacted = _redacted_comments(connection) if "ticket_events" in tables(connection, "raw_zendesk") else {}
    if not redacted:
        return {}
    said: dict[str, set[str]] = {ticket: set() for ticket in redacted}
    events = _covered_events(connection, redacted, said)
    return {EVENTS: events, TICKETS: _covered_tickets(connection, said)}


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
    found: Changes = []
    for row_id, text in _of_tickets(connection, EVENTS, "ticket_id", redacted):
        event = json.loads(text)
        ticket = str(event.get("ticket_id"))
        words: list[str] = []
        for child in event.get("child_events") or ():
            if str(child.get("id")) in redacted[ticket]:
                legible = {name: child[name] for name in COVERED if is_legible(child.get(name))}
                words += legible.values()
                child.update({name: cover(text) for name, text in legible.items()})
        if words:
            said[ticket].update(text.strip() for text in words)
            found.append((to_text(event), row_id))
    return found


def _covered_tickets(connection: duckdb.DuckDBPyConnection, said: dict[str, set[str]]) -> Changes:
    """Tickets whose description is a comment that was redacted, or is covered in another version of the ticket."""
    versions = [(row_id, json.loads(text)) for row_id, text in _of_tickets(connection, TICKETS, "id", said)]
    shown = {str(ticket["id"]) for _, ticket in versions if COVER in str(ticket.get("description"))}
    found: Changes = []
    for row_id, ticket in versions:
        words, number = ticket.get("description"), str(ticket["id"])
        if is_legible(words) and (number in shown or str(words).strip() in said[number]):
            ticket["description"] = cover(words)
            found.append((to_text(ticket), row_id))
    return found


def _of_tickets(
    connection: duckdb.DuckDBPyConnection, table: str, field: str, wanted: dict[str, set[str]]
) -> list[tuple[str, str]]:
    sql = f"select _row_id, record from {table} where list_contains($wanted, json_extract_string(record, '$.{field}'))"
    return connection.execute(sql, {"wanted": sorted(wanted)}).fetchall()
