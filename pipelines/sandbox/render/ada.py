"""The AI vendor's export: conversations and their messages."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.assistants import tell_chats
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the export's records under `folder`; returns records per resource.

    Conversations lie in order of their last change, messages in order of creation.
    """
    tell_chats(con)
    return {name: write_pages(con, statement(f"ada_{name}"), folder, name) for name in ("conversations", "messages")}
