"""Zendesk WFM's three ways of paging: from the last row on, by number up to a total, by link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client

ACTIVITIES = "/wfm/public/api/v1/activities"
SHIFTS = "/wfm/public/api/v1/shifts/fetch"
TIME_OFF = "/wfm/public/api/v2/timeOff"
TEAMS = "/wfm/l5/api/v2/teams"
# Rows of a full page of activities; no parameter changes it.
FULL_PAGE = 1_000
TIME_OFF_PAGE = 50


def activities_since(client: Client, start: int) -> Iterator[Any]:
    """Activities that began at `start` or later, each once.

    Raises:
        HavenError: an empty page where the last row must come again, or a full one that holds nothing new.
    """
    path, params, known = ACTIVITIES, {"startTime": start}, set[Any]()
    is_first = True
    while True:
        answer = client.get(path, params, key="data")
        rows = answer["data"]
        new = [row for row in rows if _id(row) not in known]
        yield from new
        if not is_first and not new and (not rows or len(rows) >= FULL_PAGE):
            raise HavenError(
                f"zendesk_wfm's list {ACTIVITIES} stands still: a page brought nothing, though more follows",
                "Load again.",
            )
        link = (answer.get("metadata") or {}).get("next")
        if not link and len(rows) < FULL_PAGE:
            return
        # Only the rows of the boundary second come twice.
        is_first, known = False, {_id(row) for row in rows}
        path, params = (client.path_of(link, path), {}) if link else (ACTIVITIES, {"startTime": rows[-1]["startTime"]})


def numbered_shifts(client: Client, first_day: str, last_day: str) -> Iterator[tuple[list[Any], int | None]]:
    """Pages of published shifts on these days, each with how many there are in all."""
    page, came = 1, 0
    while True:
        body = {"startDate": first_day, "endDate": last_day, "published": 1, "page": page}
        answer = client.post(SHIFTS, body, key="data")
        rows, total = answer["data"], (answer.get("metadata") or {}).get("total")
        came += len(rows)
        yield rows, total
        if not rows or (isinstance(total, int) and came >= total):
            return
        page += 1


def linked_rows(client: Client, window: dict[str, int]) -> Iterator[Any]:
    """Time off within a window (unix seconds)."""
    path, params = TIME_OFF, {**window, "perPage": TIME_OFF_PAGE}
    while True:
        answer = client.get(path, params, key="data")
        yield from answer["data"]
        link = (answer.get("pagination") or {}).get("next")
        if not link:
            return
        following = client.path_of(link, path)
        if following == path:
            raise HavenError(f"zendesk_wfm's list {TIME_OFF} stands still: a page links to itself", "Load again.")
        path, params = following, {}


def _id(row: Any) -> Any:
    return row.get("id") if isinstance(row, dict) else None
