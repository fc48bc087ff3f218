"""Zendesk's three ways of paging. Each keeps its own place; none trusts `links.next` or `next_page` to end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client

Record = dict[str, Any]
State = dict[str, Any]

EXPORT_PAGE = 1_000
# The server refuses a start younger than a minute.
YOUNGEST_START_SECONDS = 61


def cursor_export(
    client: Client, path: str, key: str, params: Record, state: State, start: int
) -> Iterator[tuple[list[Record], Record]]:
    """Pages of an export by cursor: rows and the whole answer.

    The place is the server's own cursor, kept in `state["cursor"]` also at the end of the stream, where it stays
    filled. The order is the server's change time, which no column of the rows shows reliably.
    """
    while True:
        cursor = state.get("cursor")
        where = {"cursor": cursor} if cursor else {"start_time": _old_enough(start)}
        answer = client.get(path, {**params, **where, "per_page": EXPORT_PAGE}, key=key)
        yield answer[key], answer
        after = answer.get("after_cursor")
        if after:
            state["cursor"] = after
        if answer.get("end_of_stream", not after):
            return
        if after == cursor:
            raise HavenError(
                f"zendesk's export {path} stands still: the same cursor came back before its end",
                "Load again; if it stays, remove the source's tables from the warehouse and load from the start.",
            )


def time_export(
    client: Client, path: str, key: str, params: Record, state: State, start: int
) -> Iterator[list[Record]]:
    """Pages of an export by time; the place is the answer's `end_time`, not the newest row's own time.

    The rows of the boundary second come twice. Some of these exports do not say when they end: a page that is
    not full, or that does not move on in time, is then the last.
    """
    while True:
        position = int(state.get("end_time", start))
        answer = client.get(path, {**params, "start_time": _old_enough(position), "per_page": EXPORT_PAGE}, key=key)
        rows = answer[key]
        yield rows
        end_time = answer.get("end_time")
        if end_time is not None:
            state["end_time"] = end_time
        if answer.get("end_of_stream", len(rows) < EXPORT_PAGE) or end_time is None or end_time <= position:
            return


def cursor_list(client: Client, path: str, key: str, params: Record, page_size: int = 100) -> Iterator[list[Record]]:
    """Pages of a list by cursor; `meta.has_more` ends it (`links.next` is filled even on the last page)."""
    after: str | None = None
    while True:
        page = {"page[size]": page_size, **({"page[after]": after} if after else {})}
        answer = client.get(path, {**params, **page}, key=key)
        yield answer[key]
        meta = answer.get("meta") or {}
        if not meta.get("has_more") or meta.get("after_cursor") in (None, after):
            return
        after = meta["after_cursor"]


def _old_enough(start: int) -> int:
    return max(min(start, int(time.time()) - YOUNGEST_START_SECONDS), 0)
