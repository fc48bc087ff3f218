"""The bill of the company's own AI: tokens and money by day."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render import oversight
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the organization's results under `folder`, in order of their days; returns results per resource.

    Leaves the table `token_days` for the truth.
    """
    oversight.put_dice(con, story)
    con.execute(f"create or replace table token_days as {statement('openai_usage_days')}")
    return {name: write_pages(con, statement(f"openai_usage_{name}"), folder, name) for name in ("usage", "costs")}
