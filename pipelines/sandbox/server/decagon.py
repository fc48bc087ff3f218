"""Another AI vendor's export: one request at a time, a cursor of changing name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document, page, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/decagon"
# Live, at most a hundred.
PAGE = 40
CURSORS = ("next_page_cursor", "next_cursor", "next_page_updated_after")
# Live, one request a second over all endpoints; here, one in a fiftieth of the window.
REQUESTS_A_WINDOW = 50


def _error(message: str, status: int) -> Response:
    return document({"error": message}, status)


class Decagon:
    """Everything below `/decagon`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = Pages.open(served / "decagon", "conversations")
        self.bucket = Bucket(1, window / REQUESTS_A_WINDOW)

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.DECAGON_KEY:
            return _error("Invalid API key", 401)
        if not self.bucket.take():
            return _error("Too many requests", 429)
        if (request.method, request.url.path) != ("GET", f"{PREFIX}/conversation/export"):
            return _error("Not found", 404)
        try:
            return self.export(request)
        except ValueError as error:
            return _error(str(error), 422)

    def export(self, request: Request) -> Response:
        """Conversations of the window, both ends included, in order of the clock that was asked for."""
        asked = request.query_params
        clock = {"created_at": "created_at", "updated_at": "updated_at", "last_message_time": "updated_at"}.get(
            asked.get("timestamp_filter", "created_at")
        )
        if clock is None:
            raise ValueError("timestamp_filter must be created_at, updated_at or last_message_time")
        at = self.data.columns[clock]
        since, until = whole(asked.get("min_timestamp"), 0), whole(asked.get("max_timestamp"), self.now)
        order = np.argsort(at, kind="stable")
        rows = order[np.searchsorted(at[order], since) : np.searchsorted(at[order], until, side="right")]
        if asked.get("order", "asc") == "desc":
            rows = rows[::-1]
        first = whole(asked.get("cursor", "").removeprefix("c_"), 0)
        following = f"c_{first + PAGE}" if first + PAGE < len(rows) else None
        # Live, the name of the cursor differs from page to page of the vendor's own documentation.
        name = CURSORS[first // PAGE % len(CURSORS)]
        return page("conversations", self.data.rows(rows[first : first + PAGE]), {name: following})


Server = Decagon


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {
        "BASE_URL": base,
        "START_DATE": start,
        "END_DATE": end,
        "API_KEY": access.DECAGON_KEY,
        "SECONDS_BETWEEN_REQUESTS": "0.03",
    }
