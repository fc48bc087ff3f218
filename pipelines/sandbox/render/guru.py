"""The desk's knowledge as cards, and what people did with them; people's copies of a card are how it was shared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sandbox.pages import write_records
from pipelines.sandbox.render import oversight
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.world.clock import DAY

TEAM = "0192c0ff-0000-4000-8000-000000000001"
OLD_CARD = 99


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write cards and events under `folder` in order of their last change; returns records per resource."""
    oversight.put_dice(con, story)
    articles = list(oversight.articles(story))
    written = {name: write_records(con, rows, folder, name) for name, rows in _cards(story, articles).items()}
    events = [*_shared(con), *_confirmed(articles, story.world.clock.end)]
    return written | {"events": write_records(con, events, folder, "events")}


def _cards(story: Story, articles: list[dict[str, Any]]) -> dict[str, list[tuple[dict[str, Any], int]]]:
    """Cards in use, and one that was put away."""
    old = story.world.clock.start - 200 * DAY
    gone = _card(OLD_CARD, "Opening hours at Christmas", [], old, old, old) | {"archived": True}
    told = []
    for article in articles:
        number, created, reviewed = _number(article), _unix(article["created_at"]), _unix(article["updated_at"])
        # Half of them were written anew when they were reviewed, the others were found right and confirmed.
        edited, confirmed = (reviewed, created) if number % 2 == 0 else (created, reviewed)
        tags = json.loads(article["intents"])
        told.append((_card(number, article["title"], tags, created, edited, confirmed), edited))
    return {"cards": told, "archived_cards": [(gone, old)]}


def _card(number: int, title: str, tags: list[str], created: int, edited: int, confirmed: int) -> dict[str, Any]:
    named = ["support", *tags]
    return {
        "id": _id(number),
        "slug": f"{number:06d}/{title.replace(' ', '-')}",
        "cardType": "CARD",
        "preferredPhrase": title,
        "content": "<p>…</p>",
        "collection": {"id": "co-1", "name": "Support"},
        "shareStatus": "TEAM",
        "verificationState": "TRUSTED",
        "verificationInterval": 90,
        "lastVerified": _time(confirmed),
        "nextVerificationDate": _time(confirmed + 90 * DAY),
        "dateCreated": _time(created),
        "lastModified": _time(edited),
        "owner": {"email": "desk@northlight.example"},
        "tags": [{"id": f"t{number}{n}", "value": tag, "categoryName": "Topic"} for n, tag in enumerate(named)],
        "teamId": TEAM,
        "version": 4,
        "archived": False,
    }


def _shared(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[dict[str, Any], int]]:
    """People copied a card, or its link, for a customer. Some events have no id of their own."""
    key = "root * 4 + level"
    agents = dict(con.execute(f"select {key}, agent from contacts").fetchall())
    for (text,) in con.execute(statement("drop_article_events")).fetchall():
        event = json.loads(text)
        if (event["event_type"], event["actor_type"]) == ("shared", "human"):
            contact = int(event["article_event_id"].rsplit(":", 1)[1])
            kind = "card-copied" if contact % 3 == 0 else "card-link-copied"
            user = f"agent{agents[contact]:03d}@northlight.example"
            moment = _unix(event["occurred_at"])
            record = _event(kind, user, _number(event), moment, contact % 1000)
            yield ({"id": f"e{contact:09d}"} if contact % 4 else {}) | record, moment


def _confirmed(articles: list[dict[str, Any]], end: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Events about cards in which nobody used one."""
    for article in articles:
        moment = _unix(article["updated_at"])
        if moment < end:
            yield _event("card-verified", "desk@northlight.example", _number(article), moment, 0), moment


def _event(kind: str, user: str, card: int, moment: int, milliseconds: int) -> dict[str, Any]:
    properties = {"cardId": _id(card), "collectionId": "co-1", "source": "UI"}
    return {"eventType": kind, "eventDate": _time(moment, milliseconds), "user": user, "properties": properties}


def _number(row: dict[str, Any]) -> int:
    return int(row["article_id"].rsplit("_", 1)[1])


def _id(number: int) -> str:
    return f"0192ca4d-0000-4000-8000-{number:012x}"


def _time(unix: int, milliseconds: int = 0) -> str:
    return f"{datetime.fromtimestamp(unix, UTC):%Y-%m-%dT%H:%M:%S}.{milliseconds:03d}+0000"


def _unix(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
