"""Zendesk QA's lists: whole, by number of page, by cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client, Refused

PAGE_SIZE = 100
Count = Callable[[Any, int], None]  # what a list says it has, what came


def listed(client: Client, path: str, key: str) -> Iterator[Any]:
    """A list that comes as one answer."""
    yield from client.get(path, key=key)[key] or ()


def numbered_rows(
    client: Client, path: str, key: str, params: dict[str, Any], count: Count | None = None
) -> Iterator[Any]:
    """All rows of a list with numbered pages.

    Raises:
        HavenError: the same page came twice, or the list ended before its total: rows moved between its pages.
    """
    page, came, previous = 1, 0, None
    while True:
        answer = client.get(path, {**params, "page": page, "pageSize": PAGE_SIZE}, key=key)
        rows = answer[key] or []
        total = _total(answer)
        came += len(rows)
        yield from rows
        if rows and rows == previous:
            raise _broken(path, f"gave page {page - 1} again as page {page}")
        if (total is None and len(rows) < PAGE_SIZE) or (total is not None and came >= total):
            if count:
                count(total, came)
            return
        if not rows:
            raise _broken(path, f"ended after {came} of the {total} rows that it says it has")
        page, previous = page + 1, rows


def cursor_rows(client: Client, path: str, key: str, params: dict[str, Any], count: Count) -> Iterator[Any]:
    """All rows of a list with a cursor; none where the account does not offer the list.

    Raises:
        HavenError: the cursor stands still, or the list ended before its total.
    """
    cursor, came = "", 0
    while True:
        asked = {**params, "pageSize": PAGE_SIZE} | ({"cursor": cursor} if cursor else {})
        try:
            answer = client.get(path, asked, key=key)
        except Refused as refused:
            if refused.status in (403, 404) and not cursor:
                return
            raise
        rows = answer[key] or []
        came += len(rows)
        yield from rows
        following = answer.get("nextCursor") or ""
        if not following:
            break
        if following == cursor:
            raise _broken(path, "has a cursor that stands still")
        cursor = following
    total = _total(answer)
    if total is not None and came < total:
        raise _broken(path, f"ended after {came} of the {total} rows that it says it has")
    count(total, came)


def _total(answer: dict[str, Any]) -> int | None:
    total = (answer.get("pagination") or {}).get("total")
    return int(total) if total is not None else None


def _broken(path: str, what: str) -> HavenError:
    return HavenError(f"zendesk_qa's list {path} {what}", "Load again.")
