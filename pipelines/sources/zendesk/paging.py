"""Zendesk's three ways of paging. Each keeps its own place; none trusts `links.next` or `next_page` to end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from dlt.common import logger

from pipelines.errors import HavenError
from pipelines.sources.http import Client, Refused

Record = dict[str, Any]
State = dict[str, Any]
Count = Callable[[Any, int], None]  # what a list says it has, what came

EXPORT_PAGE = 1_000
# How a server may say that it does not know a cursor.
FORGOTTEN = (400, 404, 410, 422)
# The server refuses a start younger than a minute.
YOUNGEST_START_SECONDS = 61


def cursor_export(
    client: Client, path: str, key: str, params: Record, state: State, start: int
) -> Iterator[tuple[list[Record], Record]]:
    """Pages of an export by cursor: rows and the whole answer.

    The place is the server's own cursor, kept in `state["cursor"]` also at the end of the stream, where it stays
    filled. The order is the server's change time, which no column of the rows shows reliably. A cursor of an earlier
    load that the server no longer knows is dropped: everything is read again, and only what changed is appended.
    """
    is_kept = "cursor" in state
    while True:
        cursor = state.get("cursor")
        where = {"cursor": cursor} if cursor else {"start_time": _old_enough(start)}
        try:
            answer = client.get(path, {**params, **where, "per_page": EXPORT_PAGE}, key=key)
        except Refused as refused:
            if not is_kept or refused.status not in FORGOTTEN:
                raise
            logger.warning(f"read from the start again: {refused.cause}")
            is_kept = False
            del state["cursor"]
            continue
        is_kept = False
        yield answer[key], answer
        after = answer.get("after_cursor")
        if after:
            state["cursor"] = after
        if answer.get("end_of_stream", not after):
            return
        if after == cursor:
            raise _stands_still(path)


def time_export(
    client: Client, path: str, key: str, params: Record, state: State, start: int, count: Count | None = None
) -> Iterator[list[Record]]:
    """Pages of an export by time; the place is the answer's `end_time`, not the newest row's own time.

    Each answer says how many rows it holds. Once one holds fewer, the place is kept where that page began, so that the
    next load asks for it again.

    The rows of the boundary second come twice. Some of these exports do not say when they end: a page that is not
    full is then the last, but an empty one only when it comes again, because the boundary second has rows.
    """
    is_doubted, is_whole = False, True
    position = int(state.get("end_time", start))
    while True:
        answer = client.get(path, {**params, "start_time": _old_enough(position), "per_page": EXPORT_PAGE}, key=key)
        rows = answer[key]
        yield rows
        end_time, said = answer.get("end_time"), answer.get("count")
        begun, position = position, position if end_time is None else int(end_time)
        if not rows and "end_of_stream" not in answer and not is_doubted:
            is_doubted = True
            continue
        if count:
            count(said, len(rows))
        is_whole = is_whole and not (isinstance(said, int) and len(rows) < said)
        if end_time is not None and is_whole:
            state["end_time"] = end_time
        if answer.get("end_of_stream", len(rows) < EXPORT_PAGE):
            return
        if end_time is None or end_time <= begun:
            raise _stands_still(path)


def cursor_list(client: Client, path: str, key: str, params: Record, page_size: int = 100) -> Iterator[list[Record]]:
    """Pages of a list by cursor; `meta.has_more` ends it (`links.next` is filled even on the last page)."""
    after: str | None = None
    while True:
        page = {"page[size]": page_size, **({"page[after]": after} if after else {})}
        answer = client.get(path, {**params, **page}, key=key)
        yield answer[key]
        meta = answer.get("meta") or {}
        if not meta.get("has_more"):
            return
        if meta.get("after_cursor") in (None, after):
            raise _stands_still(path)
        after = meta["after_cursor"]


def unpaged(client: Client, path: str, key: str, params: Record, count: Count | None = None) -> Iterator[Record]:
    """The rows of a list that comes in one answer, which may say how many they are."""
    answer = client.get(path, params, key=key)
    yield from answer[key]
    if count:
        count(answer.get("count"), len(answer[key]))


def stated_count(client: Client, path: str, key: str, params: Record) -> int | None:
    """How many records a list says it has. Only its other way of paging says so, and not every account offers it."""
    try:
        count = client.get(path, {**params, "per_page": 1}, key=key).get("count")
    except Refused:
        return None
    return count if isinstance(count, int) else None


def _stands_still(path: str) -> HavenError:
    return HavenError(
        f"zendesk's list {path} stands still: the same place came back before its end",
        "Load again; if it stays, remove the source's tables from the warehouse and load from the start.",
    )


def _old_enough(start: int) -> int:
    return max(min(start, int(time.time()) - YOUNGEST_START_SECONDS), 0)
