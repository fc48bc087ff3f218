"""Intercom's ways of paging: search by cursor, lists by page. Each is held against the count that the server states."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client, Refused

Record = dict[str, Any]
Count = Callable[[Any, int], None]  # what a list says it has, what came

PAGE_SIZE = 150
# A list that changes while it is read may miss a record: it is then read again, this often at most.
PASSES = 3
# A scroll that nobody reads dies after a minute; until then a new one is refused.
SCROLL_REST_SECONDS, SCROLL_PATIENCE_SECONDS = 5.0, 90.0


def search_pages(client: Client, path: str, key: str, after: int, count: Count) -> Iterator[list[Any]]:
    """Pages of what changed after a unix second, oldest change first; `count` learns how many there were to be.

    The cursor of the next page is in `pages.next.starting_after`; on the last page `pages.next` is null or not there. A
    record that changes moves to the end of the list, which may push another over the edge of a page: when fewer records
    came than the server says it has, or a page came twice, the list is read again.

    Raises:
        HavenError: fewer records than the stated count came, however often the list was read.
    """
    query = {"field": "updated_at", "operator": ">", "value": after}
    known: set[str] = set()
    total: int | None = None
    first: int | None = None
    for _ in range(PASSES):
        cursor, used = None, set[str]()
        while True:
            body = {
                "query": query,
                "sort": {"field": "updated_at", "order": "ascending"},
                "pagination": {"per_page": PAGE_SIZE, **({"starting_after": cursor} if cursor else {})},
            }
            answer = client.post(path, body, key=key)
            rows, total = answer[key] or [], _count(answer)
            first = total if first is None else first
            known.update(str(row.get("id")) if isinstance(row, dict) else repr(row) for row in rows)
            yield rows
            cursor = _cursor_of(answer)
            if cursor is None or cursor in used:
                break
            used.add(cursor)
        if total is None or len(known) >= total:
            count(min((said for said in (first, total) if said is not None), default=None), len(known))
            return
    raise _short(path, len(known), total)


def numbered_pages(client: Client, path: str, key: str, count: Count) -> Iterator[list[Any]]:
    """Pages of a list by page number; `pages.total_pages` ends it (`pages.next` is an object, a URL or null).

    Raises:
        HavenError: fewer records than the stated count came: a page was empty or came twice.
    """
    number, known = 1, set[str]()
    while True:
        answer = client.get(path, {"page": number, "per_page": PAGE_SIZE}, key=key)
        rows = answer[key] or []
        known.update(str(row.get("id")) if isinstance(row, dict) else repr(row) for row in rows)
        yield rows
        pages = answer.get("pages") or {}
        if number >= int(pages.get("total_pages") or 1):
            break
        number += 1
    total = _count(answer)
    if total is not None and len(known) < total:
        raise _short(path, len(known), total)
    count(total, len(known))


def scrolled_pages(client: Client, path: str, key: str) -> Iterator[list[Any]]:
    """Pages of a list that is read by scrolling; an empty page ends it.

    There is one scroll at a time: one that an interrupted load left behind is waited for. One that died on the way is
    begun again, and what was read already comes once more.

    Raises:
        HavenError: another scroll is in use all the time, or ours dies again and again.
        Refused: the list does not exist.
    """
    begun = time.monotonic()
    while True:
        scroll: str | None = None
        try:
            while True:
                answer = client.get(path, {"scroll_param": scroll} if scroll else None, key=key)
                if not answer[key]:
                    return
                yield answer[key]
                scroll = answer.get("scroll_param")
                if not scroll:
                    return
        except Refused as refused:
            is_taken, is_dead = "scroll_exists" in refused.body, scroll is not None and refused.status in (400, 404)
            if not (is_taken or is_dead):
                raise
            if time.monotonic() - begun > SCROLL_PATIENCE_SECONDS:
                what = f"intercom's list {path} cannot be read to its end: its one scroll is in use or dies on the way"
                raise HavenError(what, "Load again when nothing else reads the companies.") from refused
            if is_taken:
                time.sleep(SCROLL_REST_SECONDS)


def _count(answer: Record) -> int | None:
    count = answer.get("total_count")
    return count if isinstance(count, int) else None


def _cursor_of(answer: Record) -> str | None:
    following = (answer.get("pages") or {}).get("next")
    return following.get("starting_after") if isinstance(following, dict) else None


def _short(path: str, came: int, total: int | None) -> HavenError:
    return HavenError(
        f"intercom's list {path} ended after {came} of the {total} records that it says it has", "Load again."
    )
