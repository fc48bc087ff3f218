"""The quality tool: reviews by people, calibration sessions and automatic scores of people and bots."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

RESOURCES = ("reviews", "calibration_sessions", "autoqa_reviews", "autoqa_ratings")


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the export's records under `folder` in order of their last change; returns records per resource."""
    # A category of the tool is called as its users would write it: `next_step` is `Next step`.
    con.execute("create or replace macro category(word) as upper(word[1]) || replace(word[2:], '_', ' ')")
    con.execute(f"create or replace table quality_marks as {statement('quality_marks')}")
    return {name: write_pages(con, statement(f"zendesk_qa_{name}"), folder, name) for name in RESOURCES}
