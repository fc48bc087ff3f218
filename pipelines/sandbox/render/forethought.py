"""A third AI vendor's analytics: conversations with a transcript of lines, in order of their beginning."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.assistants import tell_chats
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the records under `folder`; returns records per resource."""
    tell_chats(con)
    return {"conversations": write_pages(con, statement("forethought_conversations"), folder, "conversations")}
