"""Lessonly's lists: numbered pages, with the number of pages and of records on each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.sources.http import Client

PAGE_SIZE = 500


def pages_of(client: Client, path: str, name: str, params: dict[str, Any]) -> Iterator[tuple[list[Any], int | None]]:
    """A list's pages, each with how many records the list says it has."""
    page = 1
    while True:
        answer = client.get(path, {**params, "page": page, "per_page": PAGE_SIZE}, key=name)
        yield answer[name] or [], answer.get(f"total_{name}")
        if page >= int(answer.get("total_pages") or 1):
            return
        page += 1
