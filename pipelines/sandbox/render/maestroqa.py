"""The other quality tool: grades of people and bots as lines of files, and coaching sessions."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

FILES = ("individual_answers", "section_scores", "total_scores")
RESOURCES = (*FILES, "coaching_sessions")


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write grades in order of their last change and sessions in order of creation; returns records per resource."""
    con.execute("create or replace macro spreadsheet(t) as '=\"' || replace(left(iso(t), 19), 'T', ' ') || '\"'")
    con.execute(f"create or replace table quality_marks as {statement('quality_marks')}")
    con.execute(f"create or replace table maestroqa_grades as {statement('maestroqa_grades')}")
    return {name: write_pages(con, statement(f"maestroqa_{name}"), folder, name) for name in RESOURCES}
