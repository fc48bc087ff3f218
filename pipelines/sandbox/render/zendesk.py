"""The helpdesk's records: tickets, their events and metrics, users, organizations, fields, satisfaction."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages, write_records
from pipelines.sandbox.render import zendesk_desk
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.server.zendesk import TICKETING

# Tables that the records are told from, in the order in which they build on each other.
TABLES = ("zendesk_changes", "zendesk_state", "zendesk_metric_set_table")


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every helpdesk endpoint's records under `folder`; returns records per resource."""
    for table in TABLES:
        con.execute(statement(table))
    counts = {name: write_pages(con, statement(f"zendesk_{name}"), folder, name) for name in TICKETING}
    for name, rows in zendesk_desk.records(con, story).items():
        counts[name] = write_records(con, rows, folder, name, order="changed_at", at="changed_at")
    return counts
