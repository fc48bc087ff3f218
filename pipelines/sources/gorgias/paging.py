"""Gorgias' one way of paging, by a cursor that lives as long as a walk, and walks that end where the known begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client, Refused
from pipelines.sources.times import iso_to_unix

PAGE_SIZE = 100
# A walk whose cursor expires begins again, this often at most; a page that comes twice is passed over once.
PASSES, MOST_ASKED = 3, 2


def pages(client: Client, path: str, asked: dict[str, Any] | None = None) -> Iterator[list[Any]]:
    """Pages of a list until `meta.next_cursor` is null; what was read before a cursor expired comes once more.

    Raises:
        HavenError: the list leads back to the same page again and again.
        Refused: the list does not exist, or its cursors expire faster than it can be read.
    """
    for passed in range(1, PASSES + 1):
        try:
            yield from _walk(client, path, {"limit": PAGE_SIZE} | (asked or {}))
            return
        except _Expired as expired:
            if passed == PASSES:
                raise expired.refused from expired


class _Expired(Exception):
    """The server knows the cursor no more."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused))
        self.refused = refused


def _walk(client: Client, path: str, asked: dict[str, Any]) -> Iterator[list[Any]]:
    met: Counter[str] = Counter()
    cursor: str | None = None
    while True:
        try:
            answer = client.get(path, asked | ({"cursor": cursor} if cursor else {}), key="data")
        except Refused as refused:
            if cursor and refused.status == 400:
                raise _Expired(refused) from refused
            raise
        yield answer["data"] or []
        cursor = (answer.get("meta") or {}).get("next_cursor")
        if not cursor:
            return
        met[cursor] += 1
        if met[cursor] > MOST_ASKED:
            raise HavenError(f"gorgias's list {path} gave a page again and again", "Load again.")


def pages_back_to(client: Client, path: str, field: str, since: float) -> Iterator[list[Any]]:
    """Pages, newest `field` first, up to the one that reaches behind `since` (unix seconds).

    There is no filter by date. Not the first old row ends the walk but a page whose oldest is old: some rows have dates
    that are out of place.
    """
    for page in pages(client, path, {"order_by": f"{field}:desc"}):
        yield page
        if any(at < since for at in moments(page, field)):
            return


def moments(page: list[Any], field: str) -> list[float]:
    """The times (unix seconds) that rows of a page have in `field`; one without an offset is UTC."""
    told = (iso_to_unix(row.get(field)) for row in page if isinstance(row, dict))
    return [at for at in told if at is not None]
