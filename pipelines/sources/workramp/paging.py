"""WorkRamp's newer lists: numbered pages of `data.<name>`, while `has_more`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client

PAGE_SIZE = 200


def rows_of_pages(client: Client, path: str, name: str, params: dict[str, Any]) -> Iterator[Any]:
    """All rows of a list.

    Raises:
        HavenError: a page is empty though more follows, or comes twice.
    """
    page, previous = 1, None
    while True:
        answer = client.get(path, {**params, "page": page, "per_page": PAGE_SIZE}, key="data")
        rows = (answer["data"] or {}).get(name) or []
        if rows and rows == previous:
            raise HavenError(f"workramp's list {path} gave page {page - 1} again as page {page}", "Load again.")
        yield from rows
        if not answer.get("has_more"):
            return
        if not rows:
            raise HavenError(f"workramp's list {path} has nothing on page {page}, though more follows", "Load again.")
        page, previous = page + 1, rows
