"""A third AI vendor's analytics: a window of time, then a cursor that says all by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document, page, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/forethought"
DEFAULT_SIZE, MOST = 50, 250


class Forethought:
    """Everything below `/forethought`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = Pages.open(served / "forethought", "conversations")
        self.bucket = Bucket(20, window)

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.FORETHOUGHT_TOKEN:
            return document({"message": "Unauthorized"}, 401)
        if not self.bucket.take():
            return document({"message": "Too many requests"}, 429)
        if (request.method, request.url.path) != ("GET", f"{PREFIX}/analytics/solve/v0/conversations"):
            return document({"message": "Not found"}, 404)
        try:
            return self.conversations(request)
        except ValueError as error:
            return document({"message": str(error)}, 400)

    def conversations(self, request: Request) -> Response:
        asked = request.query_params
        if "cursor" in asked:
            since, until, size, first = (int(part) for part in asked["cursor"].split("."))
        else:
            since, until = whole(asked.get("start_timestamp"), 0), whole(asked.get("end_timestamp"), self.now)
            size, first = whole(asked.get("page_size"), DEFAULT_SIZE), 0
        if not 1 <= size <= MOST:
            raise ValueError(f"page_size must be between 1 and {MOST}")
        at = self.data.columns["created_at"]
        rows = np.arange(np.searchsorted(at, since), np.searchsorted(at, until, side="right"))
        following = f"{since}.{until}.{size}.{first + size}" if first + size < len(rows) else None
        return page("conversations", self.data.rows(rows[first : first + size]), {"cursor": following})


Server = Forethought


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "ACCESS_TOKEN": access.FORETHOUGHT_TOKEN}
