"""The helpdesk's own AI agents: what their daily export counts of each conversation that is over."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.assistants import BOT, tell_chats
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement

# Since then conversations are judged in tiers, of which one is billed.
TIERS_FROM = "2026-05-18"
# Silent for so long, a session is over and judged; live, from two to 72 hours, as one sets it.
SESSION_WAITS = 36 * 3600


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the export's records under `folder`; returns records per resource."""
    tell_chats(con)
    sql = statement("zendesk_ai_agents_conversations", BOT=BOT, TIERS_FROM=TIERS_FROM, SESSION_WAITS=SESSION_WAITS)
    return {"conversations": write_pages(con, sql, folder, "conversations")}
