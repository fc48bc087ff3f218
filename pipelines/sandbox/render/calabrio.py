"""The other workforce tool's records: people by team, and their days as they were last changed."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

UNIT = "0b000000-0000-4000-8000-000000000001"


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write people and schedules under `folder`, schedules in order of their change; returns records per resource."""
    return {
        name: write_pages(con, statement(f"calabrio_{name}", UNIT=UNIT), folder, name)
        for name in ("people", "schedules")
    }
