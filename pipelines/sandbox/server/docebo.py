"""The third training tool's API: pages of `data.items`, with how many there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/docebo"
LISTS = {"/manage/v1/user": "users", "/learn/v1/courses": "courses", "/learn/v1/enrollments": "enrollments"}
DEFAULT_SIZE, MOST = 20, 200


class Docebo:
    """Everything below `/docebo`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "docebo", name) for name in LISTS.values()}
        self.bucket = Bucket(100, window)

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.DOCEBO_TOKEN:
            return document({"name": "Unauthorized", "message": "The access token is invalid", "status": 401}, 401)
        if not self.bucket.take():
            return document({"name": "Too many requests", "message": "Slow down", "status": 429}, 429)
        name = LISTS.get(request.url.path.removeprefix(PREFIX))
        if name is None or request.method != "GET":
            return document({"name": "Not Found", "message": "Not Found", "status": 404}, 404)
        try:
            return self.listed(request, name)
        except ValueError as error:
            return document({"name": "Bad Request", "message": str(error), "status": 400}, 400)

    def listed(self, request: Request, name: str) -> Response:
        asked, data = request.query_params, self.data[name]
        number, size = whole(asked.get("page"), 1), whole(asked.get("page_size"), DEFAULT_SIZE)
        if number < 1 or not 1 <= size <= MOST:
            raise ValueError(f"page_size must be between 1 and {MOST}")
        chosen = np.arange(len(data))[(number - 1) * size : number * size]
        told = {
            "has_more_data": number * size < len(data),
            "current_page": number,
            "current_page_size": len(chosen),
            "total_count": len(data),
            "total_page_count": max(1, -(-len(data) // size)),
        }
        return answer(b'{"data":{"items":[' + data.rows(chosen) + b"]," + json_bytes(told)[1:] + b"}")


Server = Docebo


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "ACCESS_TOKEN": access.DOCEBO_TOKEN}
