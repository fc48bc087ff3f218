"""The helpdesk's records: tickets, their events and metrics, users, organizations, fields, satisfaction."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.server.zendesk import RESOURCES

# Tables that the records are told from, in the order in which they build on each other.
TABLES = ("zendesk_changes", "zendesk_state", "zendesk_metric_set_table")


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every helpdesk endpoint's records under `folder`; returns records per resource."""
    for table in TABLES:
        con.execute(statement(table))
    return {name: write_pages(con, statement(f"zendesk_{name}"), folder, name) for name in RESOURCES}
