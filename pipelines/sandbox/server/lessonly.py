"""The other training tool's API: Basic with the subdomain, pages that say how many there are, 403 as a rate limit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document, page, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/lessonly/api"
LISTS = {"/v1/users": "users", "/v1.1/lessons": "lessons", "/v1/assignments": "assignments"}
DEFAULT_SIZE, MOST = 50, 1000


class Lessonly:
    """Everything below `/lessonly/api`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "lessonly", name) for name in LISTS.values()}
        self.bucket = Bucket(500, window)

    async def handle(self, request: Request) -> Response:
        if access.basic(request) != (access.LESSONLY_SUBDOMAIN, access.LESSONLY_KEY):
            return document({"error": "Unauthorized"}, 401)
        if not self.bucket.take():
            return document({"error": "Forbidden (Rate Limit Exceeded)"}, 403)
        name = LISTS.get(request.url.path.removeprefix(PREFIX))
        if name is None:
            return document({"error": "Not Found"}, 404)
        if request.method != "GET":
            return document({"error": "Method Not Allowed"}, 405)
        try:
            return self.listed(request, name)
        except ValueError as error:
            return document({"error": str(error)}, 400)

    def listed(self, request: Request, name: str) -> Response:
        asked, data = request.query_params, self.data[name]
        number, size = whole(asked.get("page"), 1), min(whole(asked.get("per_page"), DEFAULT_SIZE), MOST)
        if number < 1 or size < 1:
            raise ValueError("page and per_page must be positive")
        rows = np.arange(len(data))
        if since := asked.get("gt[updated_at]"):
            rows = rows[data.columns["updated_at"] > datetime.fromisoformat(since).timestamp()]
        told = {
            "type": name,
            f"total_{name}": len(rows),
            "page": number,
            "per_page": size,
            "total_pages": max(1, -(-len(rows) // size)),
        }
        return page(name, data.rows(rows[(number - 1) * size : number * size]), told)


Server = Lessonly


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world. People were assigned lessons long before its first day."""
    return {
        "BASE_URL": base,
        "START_DATE": "2020-01-01T00:00:00Z",
        "SUBDOMAIN": access.LESSONLY_SUBDOMAIN,
        "API_KEY": access.LESSONLY_KEY,
    }
