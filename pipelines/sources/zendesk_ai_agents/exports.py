"""A bot's export: a day at a time, behind links that are asked for, in either of the two ways it has been seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from pipelines.errors import HavenError
from pipelines.sources.account import Account
from pipelines.sources.http import Client, Refused
from pipelines.sources.times import DAY, to_iso, to_unix

PATH = "/data-export/v3/get-signed-urls"
DAYS_THAT_GROW = 3


class BareKey:
    """The key as it is; once that is refused, as a bearer's, and so from then on."""

    def __init__(self, key: str) -> None:
        self._key, self._scheme = key, ""

    def header(self) -> str:
        return self._scheme + self._key

    def renew(self, refused: str) -> bool:
        self._scheme = "Bearer "
        return refused != self.header()


def days_asked(through: str | None, start: int, end: int) -> list[str]:
    """The days (UTC) that are over: those since the newest one read, and before them those whose files may grow."""
    first = start // DAY * DAY
    if through:
        first = max(first, to_unix(through, "the place kept") - (DAYS_THAT_GROW - 1) * DAY)
    return [to_iso(at)[:10] for at in range(first, end // DAY * DAY, DAY)]


def conversations_of(bot: str, account: Account, through: dict[str, str]) -> Iterator[Any]:
    """One bot's conversations, each with an `id`; the newest day read is kept in `through` once all its files are."""
    for day in days_asked(through.get(bot), account.start, account.end):
        for url in _links(account.client, day):
            for record in account.client.signed_file(url, rows_in):
                yield _folded(record, bot)
        through[bot] = day


def rows_in(content: bytes) -> list[Any] | None:
    """The rows of a file: a list, or one a line; None where it is neither."""
    try:
        told = orjson.loads(content)
        return told if isinstance(told, list) else [told]
    except orjson.JSONDecodeError:
        pass
    try:
        return [orjson.loads(line) for line in content.splitlines() if line.strip()]
    except orjson.JSONDecodeError:
        return None


def _links(client: Client, day: str) -> list[Any]:
    try:
        told = client.post(PATH, {"date": day})
    except Refused as refused:
        if refused.status == 404:
            return []
        raise
    named = next((name for name in ("urls", "signed_urls") if isinstance(told.get(name), list)), None)
    if named is None:
        raise HavenError(
            f"zendesk_ai_agents answered for {day} without links to files",
            "Check SOURCES__ZENDESK_AI_AGENTS__BASE_URL.",
        )
    links: list[Any] = told[named]
    return links


def _folded(record: Any, bot: str) -> Any:
    """The record with its keys in lower case, and its key; one that is no object, or has no id, stays as it is."""
    if not isinstance(record, dict):
        return record
    folded = {name.lower(): value for name, value in record.items()}
    if conversation := folded.get("conversation_id"):
        folded["id"] = f"{folded.get('bot_id') or bot}:{conversation}"
    return folded
