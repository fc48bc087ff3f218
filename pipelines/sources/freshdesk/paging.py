"""Freshdesk's tickets in order of their last change: paging that no change on the way makes skip a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client
from pipelines.sources.times import iso_to_unix, to_iso

PAGE_SIZE, LAST_PAGE = 100, 300
ASKED = {"order_by": "updated_at", "order_type": "asc", "include": "stats,requester,description"}


def changed_tickets(client: Client, filters: dict[str, str], since: int) -> Iterator[Any]:
    """The tickets of one of the lists that changed since a unix second, oldest change first, each version once.

    Pages are counted by position, so a ticket that changes pulls those after it one place nearer, and the first of the
    next page is skipped; and after 300 pages the API gives none. So it is always the first page that is asked for, from
    the second before the last change that came. Only where one page does not get past a second is the next page asked.

    Raises:
        HavenError: a page of before the time asked for, an empty one with more behind it, or 300 pages of one second.
    """
    seen: set[tuple[Any, Any]] = set()
    page = 1
    while True:
        asked = ASKED | filters | {"updated_since": to_iso(since), "per_page": PAGE_SIZE, "page": page}
        rows, following = client.linked("/api/v2/tickets", asked)
        moments = [int(moment) for row in rows if (moment := updated_at(row)) is not None]
        if moments and min(moments) < since:
            raise _broken("gave a page of before the time asked for")
        if following and not rows:
            raise _broken("gave an empty page though more follows")
        for row in rows:
            version = (row.get("id"), row.get("updated_at")) if isinstance(row, dict) else (repr(row), None)
            if version not in seen:
                seen.add(version)
                yield row
        if following is None:
            return
        anchor = max(moments, default=since) - 1
        page = page + 1 if anchor <= since else 1
        since = max(anchor, since)
        if page > LAST_PAGE:
            raise _broken(f"has more than {LAST_PAGE} pages of one second")


def updated_at(row: Any) -> float | None:
    """The time of a ticket's last change in unix seconds; None where there is none to read."""
    return iso_to_unix(row.get("updated_at")) if isinstance(row, dict) else None


def _broken(what: str) -> HavenError:
    return HavenError(f"freshdesk's list /api/v2/tickets {what}", "Load again.")
