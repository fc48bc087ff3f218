"""The other helpdesk's records: tickets, what was said and done in them, contacts, people, surveys, time, promises."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

# Tables that the records are told from, in the order in which they build on each other.
TABLES = ("freshdesk_tickets_told", "freshdesk_changes", "freshdesk_state")
RESOURCES = (
    "tickets",
    "conversations",
    "ticket_activities",
    "contacts",
    "companies",
    "agents",
    "groups",
    "satisfaction_ratings",
    "surveys",
    "time_entries",
    "sla_policies",
)


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every endpoint's records under `folder`; returns records per resource.

    Tickets lie in order of their last change, conversations in order of their ticket, activities and ratings in order
    of time.
    """
    for table in TABLES:
        con.execute(statement(table))
    return {name: write_pages(con, statement(f"freshdesk_{name}"), folder, name) for name in RESOURCES}
