"""The helpdesk's own workforce tool: teams, published shifts, time off, and what people worked on."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.assembled import STAFF
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

RESOURCES = ("teams", "activities", "shifts", "time_off")


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every endpoint's records under `folder`; returns records per resource."""
    for table in STAFF:
        con.execute(statement(table))
    return {name: write_pages(con, statement(f"zendesk_wfm_{name}"), folder, name) for name in RESOURCES}
