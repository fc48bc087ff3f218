"""The model provider's organization API: one bucket for each day, seven days a page unless asked for more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/openai/v1"
DAY = 86400
NAMES = {"/organization/usage/completions": "usage", "/organization/costs": "costs"}
GROUPS = {
    "usage": {"project_id", "user_id", "api_key_id", "model", "batch", "service_tier"},
    "costs": {"project_id", "line_item", "api_key_id"},
}
# This account's records are kept as they are when they are grouped like this; no other grouping is served.
SERVED = {"usage": {"project_id", "api_key_id", "model"}, "costs": {"project_id", "line_item"}}
DEFAULT_DAYS, MOST_DAYS = 7, {"usage": 31, "costs": 180}


def _error(
    message: str, status: int, kind: str = "invalid_request_error", headers: dict[str, str] | None = None
) -> Response:
    content = {"error": {"message": message, "type": kind, "param": None, "code": None}}
    return document(content, status, headers)


class OpenaiUsage:
    """Everything below `/openai/v1`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = {name: Pages.open(served / "openai_usage", name) for name in NAMES.values()}
        self.bucket = Bucket(60, window)

    async def handle(self, request: Request) -> Response:
        key = access.bearer(request)
        if key == access.OPENAI_PROJECT_KEY:
            return _error("You have insufficient permissions for this operation. Missing scopes: api.usage.read.", 403)
        if key != access.OPENAI_ADMIN_KEY:
            return _error("Incorrect API key provided", 401)
        if not self.bucket.take():
            return _error("Rate limit reached", 429, "requests", {"Retry-After": str(self.bucket.resets_in)})
        name = NAMES.get(request.url.path.removeprefix(PREFIX))
        if name is None or request.method != "GET":
            return _error(f"Invalid URL ({request.method} {request.url.path})", 404)
        try:
            return self.days(request, name)
        except ValueError as error:
            return _error(str(error), 400)

    def days(self, request: Request, name: str) -> Response:
        asked = request.query_params
        if "start_time" not in asked:
            raise ValueError("Missing required parameter: 'start_time'.")
        if asked.get("bucket_width", "1d") != "1d":
            raise ValueError("Invalid value for 'bucket_width'.")
        groups = set(asked.getlist("group_by"))
        if groups - GROUPS[name] or groups != SERVED[name]:
            raise ValueError("Invalid value for 'group_by'.")
        limit = whole(asked.get("limit"), DEFAULT_DAYS)
        if not 1 <= limit <= MOST_DAYS[name]:
            raise ValueError(f"Invalid value for 'limit': must be between 1 and {MOST_DAYS[name]}.")
        start = int(asked["start_time"]) // DAY * DAY
        end = -(-min(whole(asked.get("end_time"), self.now), self.now) // DAY) * DAY
        first = int(asked["page"].removeprefix("page_")) if asked.get("page") else start
        last = min(first + limit * DAY, end)
        buckets = b",".join(self.bucket_of(name, day) for day in range(first, last, DAY))
        more = last < end
        rest = {"object": "page", "has_more": more, "next_page": f"page_{last}" if more else None}
        return answer(b'{"data":[' + buckets + b"]," + json_bytes(rest)[1:])

    def bucket_of(self, name: str, day: int) -> bytes:
        data = self.data[name]
        first, last = np.searchsorted(data.columns["start_time"], [day, day + DAY])
        head = json_bytes({"object": "bucket", "start_time": day, "end_time": day + DAY})[:-1]
        return head + b',"results":[' + data.slice(int(first), int(last)) + b"]}"


Server = OpenaiUsage


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "API_KEY": access.OPENAI_ADMIN_KEY}
