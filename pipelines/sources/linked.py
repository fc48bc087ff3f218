"""Lists of bare JSON with the next page in the `Link` header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client


def linked_rows(
    client: Client,
    source: str,
    path: str,
    params: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
    *,
    relation: str = "next",
) -> Iterator[Any]:
    """All rows of a list; one that is posted to is posted to for each page.

    Raises:
        HavenError: the same page came twice, or a page links to itself.
    """
    asked, previous = path, None
    while True:
        rows, following = client.linked(asked, params if asked == path else None, body, relation=relation)
        if following == asked or (rows and rows == previous):
            raise HavenError(f"{source}'s list {path} gave a page again as the one after it", "Load again.")
        yield from rows
        if following is None:
            return
        asked, previous = following, rows
