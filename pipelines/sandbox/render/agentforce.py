"""A fourth AI vendor's tables: sessions, who was in them, turns, messages, and what its judge made of each."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.assistants import tell_chats
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

TABLES = {
    "sessions": "ssot__AIAgentSession__dlm",
    "participants": "ssot__AiAgentSessionParticipant__dlm",
    "interactions": "ssot__AIAgentInteraction__dlm",
    "messages": "ssot__AiAgentInteractionMessage__dlm",
    "tag_associations": "ssot__AiAgentTagAssociation__dlm",
    "tags": "ssot__AiAgentTag__dlm",
    "tag_definitions": "ssot__AiAgentTagDefinition__dlm",
}


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the tables' rows under `folder`; returns rows per resource."""
    tell_chats(con)
    con.execute(statement("agentforce_sessions_told"))
    return {name: write_pages(con, statement(f"agentforce_{name}"), folder, name) for name in TABLES}
