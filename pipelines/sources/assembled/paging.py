"""Assembled's lists: `limit` and `offset`, rows as a map keyed by id or as an array."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.sources.http import Client

PAGE_SIZE = 500


def list_pages(
    client: Client, path: str, key: str, params: dict[str, Any] | None = None
) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Pages of a list: rows and the whole answer; a page that is not full is the last.

    A server that does not page answers everything at once: more rows than asked for, or the same page again.
    """
    offset, previous = 0, None
    while True:
        answer = client.get(path, {**(params or {}), "limit": PAGE_SIZE, "offset": offset}, key=key)
        found = answer[key] or {}
        rows = list(found.values()) if isinstance(found, dict) else list(found)
        first = rows[0] if rows else None
        if rows and first == previous:
            return
        yield rows, answer
        offset += len(rows)
        if len(rows) != PAGE_SIZE or offset == answer.get("total"):
            return
        previous = first
