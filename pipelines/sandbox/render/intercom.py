"""One account for people and the AI agent: conversations with their parts, contacts, admins, teams, tags, articles."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render import oversight
from pipelines.sandbox.render.frames import AI_AGENT_ID, FIRST_CONVERSATION, Story
from pipelines.sandbox.render.statements import statement

# Tables that the records are told from, in the order in which they build on each other.
TABLES = ("inbox_parts", "inbox_threads", "inbox_people")
# A workflow closes what the AI agent was left alone with, ten minutes after.
HABITS = {"AI_CLOSES": "false", "AI_WAITS": 600}
TOLD = (
    "conversations",
    "conversation_parts",
    "deleted_conversations",
    "contacts",
    "companies",
    "admins",
    "teams",
    "tags",
)
RESOURCES = (*TOLD, "articles")


def _unix(iso: str) -> int:
    return int(datetime.fromisoformat(iso).timestamp())


def _articles(story: Story) -> pa.Table:
    """The help centre's articles, each tagged with the topics it answers, newest change first."""
    rows: list[tuple[int, int, str]] = []
    for article in oversight.articles(story):
        number = 3900 + int(article["article_id"].rsplit("_", 1)[1])
        topics = [" / ".join(intent.replace("_", " ").split(".")) for intent in json.loads(article["intents"])]
        updated_at = _unix(article["updated_at"])
        record = {
            "type": "article",
            "id": str(number),
            "workspace_id": "northlight",
            "title": article["title"],
            "description": "",
            "body": "<p>…</p>",
            "author_id": None,
            "state": "published",
            "created_at": _unix(article["created_at"]),
            "updated_at": updated_at,
            "url": f"https://help.northlight.example/{number}",
            "parent_ids": [],
            "default_locale": "en",
            "ai_chatbot_availability": True,
            "ai_copilot_availability": True,
            "tags": {
                "type": "tag.list",
                "tags": [
                    {"type": "tag", "id": str(20 + number - 3900), "name": topic[0].upper() + topic[1:]}
                    for topic in topics
                ],
            },
        }
        rows.append((-updated_at, number, json.dumps(record, separators=(",", ":"))))
    told = [{"record": text, "updated_at": -newest, "id": number} for newest, number, text in sorted(rows)]
    return pa.Table.from_pylist(told)


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every endpoint's records under `folder`; returns records per resource.

    Conversations and contacts lie in order of their last change, parts in order of their conversation.
    """
    oversight.put_dice(con, story)
    named = {"AI_AGENT_ID": AI_AGENT_ID, "FIRST_CONVERSATION": FIRST_CONVERSATION}
    for table in TABLES:
        con.execute(statement(table, **HABITS))
    counts = {name: write_pages(con, statement(f"intercom_{name}", **named), folder, name) for name in TOLD}
    con.register("help_centre", _articles(story))
    counts["articles"] = write_pages(con, "select * from help_centre", folder, "articles")
    con.unregister("help_centre")
    return counts
