"""Docebo's lists: numbered pages of `data.items`, with the number of records on each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.sources.http import Client

PAGE_SIZE = 200


def pages_of(client: Client, path: str) -> Iterator[tuple[list[Any], int | None]]:
    """A list's pages, each with how many records the list says it has."""
    page = 1
    while True:
        data = client.get(path, {"page": page, "page_size": PAGE_SIZE}, key="data")["data"]
        yield data.get("items") or [], data.get("total_count")
        if not data.get("has_more_data"):
            return
        page += 1
