"""The AI vendor's export API: one since-parameter, a week by default, sixty days at most, absolute next-page links."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document, link, page, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/ada"
DAY = 86400
DEFAULT_SPAN, MAX_SPAN = 7 * DAY, 60 * DAY
MIN_PAGE, MAX_PAGE = 100, 10_000


class Bad(Exception):
    """A request that the export refuses with 400."""


def _error(kind: str, message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return document({"errors": [{"type": kind, "message": message, "details": None}]}, status, headers)


def read_time(name: str, text: str) -> int:
    """Unix seconds (rounded down) of an ISO 8601 time in UTC."""
    if not text.endswith("Z"):
        raise Bad(f"{name} must be an ISO 8601 time in UTC ending in Z")
    try:
        return int(datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise Bad(f"{name} must be an ISO 8601 time in UTC ending in Z") from error


class Ada:
    """Everything below `/ada`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = {name: Pages.open(served / "ada", name) for name in ("conversations", "messages")}
        created = self.data["conversations"].columns["created_at"]
        self.by_creation: Ints = np.lexsort((self.data["conversations"].columns["id"], created))
        self.buckets = {name: Bucket(10, window) for name in self.data}
        self.refused = 0

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.ADA_KEY:
            return _error("unauthorized", "The API key is missing or not valid", 401)
        name = request.url.path.removeprefix(f"{PREFIX}/api/v2/export/")
        if name not in self.data:
            return _error("not_found", "There is nothing here", 404)
        if request.method != "GET":
            return _error("method_not_allowed", "Only GET is allowed", 405)
        bucket = self.buckets[name]
        allowed = bucket.take()
        headers = {
            "X-RateLimit-Limit": str(bucket.total),
            "X-RateLimit-Remaining": str(bucket.remaining),
            "X-RateLimit-Reset": str(int(datetime.now(UTC).timestamp()) + bucket.resets_in),
        }
        if not allowed:
            self.refused += 1
            # Live, the waiting time is sometimes told and sometimes not.
            extra = {"Retry-After": str(bucket.resets_in)} if self.refused % 2 else {}
            return _error("too_many_requests", "Rate limit exceeded", 429, headers | extra)
        try:
            return self.export(request, name, headers)
        except Bad as bad:
            return _error("invalid_parameter", str(bad), 400, headers)
        except ValueError:
            return _error("invalid_parameter", "A parameter is not a number", 400, headers)

    def export(self, request: Request, name: str, headers: dict[str, str]) -> Response:
        asked = request.query_params
        kinds = [k for k in ("created", "updated") if f"{k}_since" in asked]
        if name == "messages" and "updated_since" in asked:
            raise Bad("messages have no updated_since")
        if len(kinds) != 1:
            raise Bad("Give exactly one of created_since and updated_since")
        kind = kinds[0]
        since = read_time(f"{kind}_since", asked[f"{kind}_since"])
        until = read_time(f"{kind}_to", asked[f"{kind}_to"]) if f"{kind}_to" in asked else since + DEFAULT_SPAN
        if until < since:
            raise Bad(f"{kind}_to must not be before {kind}_since")
        if until - since > MAX_SPAN:
            raise Bad("The time between since and to must not exceed 60 days")
        size = whole(asked.get("page_size"), MAX_PAGE)
        if not MIN_PAGE <= size <= MAX_PAGE:
            raise Bad(f"page_size must be between {MIN_PAGE} and {MAX_PAGE}")
        rows = self.rows(name, kind, since, until)
        if name == "messages" and "conversation_id" in asked:
            needle = f'"conversation_id":"{asked["conversation_id"]}"'.encode()
            data = self.data[name]
            rows = np.array([r for r in rows if needle in data.slice(int(r), int(r) + 1)], dtype=np.int64)
        first = whole(asked.get("page"), 0) * size
        chosen = rows[first : first + size]
        more = first + size < len(rows)
        query: dict[str, Any] = dict(asked.items()) | {"page": whole(asked.get("page"), 0) + 1}
        meta = {"next_page_uri": link(request, request.url.path, query) if more else None}
        return page("data", self.data[name].rows(chosen), {"meta": meta}, headers)

    def rows(self, name: str, kind: str, since: int, until: int) -> Ints:
        """Records of the window, both ends included, in order of the time asked for."""
        columns = self.data[name].columns
        if name == "conversations" and kind == "created":
            at = columns["created_at"][self.by_creation]
            return self.by_creation[np.searchsorted(at, since) : np.searchsorted(at, until, side="right")]
        at = columns["updated_at" if kind == "updated" else "created_at"]
        return np.arange(np.searchsorted(at, since), np.searchsorted(at, until, side="right"))


Server = Ada


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "API_KEY": access.ADA_KEY}
