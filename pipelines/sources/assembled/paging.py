"""Assembled's lists: `limit` and `offset`, rows as a map keyed by id or as an array."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client

PAGE_SIZE = 500
Count = Callable[[Any, int], None]  # what a list says it has, what came


def list_pages(
    client: Client, path: str, key: str, params: dict[str, Any] | None = None, count: Count | None = None
) -> Iterator[list[Any]]:
    """Pages of a list; `count` learns how many rows it says it has, and how many came.

    The list ends at the `total` that the answer states; without one, with a page that is not full. A server that does
    not page answers everything at once: more rows than asked for, or the same page again.

    Raises:
        HavenError: fewer rows than the stated total came: a page was empty or came twice, or rows of a map changed
            places while they were read. What is missing must not look as if it had been deleted.
    """
    offset, previous, known = 0, None, set[str]()
    while True:
        answer = client.get(path, {**(params or {}), "limit": PAGE_SIZE, "offset": offset}, key=key)
        found, total = answer[key] or {}, answer.get("total")
        rows = list(found.values()) if isinstance(found, dict) else list(found)
        known.update(found if isinstance(found, dict) else ())
        first = rows[0] if rows else None
        is_repeated = bool(rows) and first == previous
        if not is_repeated:
            yield rows
            offset += len(rows)
        if not isinstance(total, int):
            if is_repeated or len(rows) != PAGE_SIZE:
                return
        elif offset >= total and not (isinstance(found, dict) and len(known) < total):
            if count:
                count(total, len(known) if isinstance(found, dict) else offset)
            return
        elif offset >= total or is_repeated or not rows:
            came = len(known) if isinstance(found, dict) else offset
            raise HavenError(
                f"assembled's list {path} ended after {came} of the {total} rows that it says it has", "Load again."
            )
        previous = first
