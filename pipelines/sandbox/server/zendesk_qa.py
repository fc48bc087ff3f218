"""The quality tool's public export: whole numbers as text, numbered pages with a total, automatic scores by cursor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.zendesk_qa import RESOURCES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document, page, whole
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.world.reviews import DIMENSIONS, PEOPLE, WEIGHTS

PREFIX = "/zendesk-qa"
EXPORT = f"{PREFIX}/api/export"
WORKSPACE = "11759"
LEVELS = ("Fails", "Poor", "Fair", "Good", "Excellent")
# Path below the export, key of the rows, records behind it.
NUMBERED = {
    "/reviews": ("conversations", "reviews"),
    f"/workspace/{WORKSPACE}/reviews": ("conversations", "reviews"),
    f"/workspace/{WORKSPACE}/calibration-sessions": ("calibrationSessions", "calibration_sessions"),
}
BY_CURSOR = {"/autoqa/reviews": "autoqa_reviews", "/autoqa/ratings": "autoqa_ratings"}


def _error(code: int, message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return document({"code": code, "message": message, "details": []}, status, headers)


class ZendeskQa:
    """Everything below `/zendesk-qa`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "zendesk_qa", name) for name in RESOURCES}
        self.bucket = Bucket(1500, window)

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.ZENDESK_QA_TOKEN:
            return _error(16, "unauthenticated", 401)
        if not self.bucket.take():
            return _error(8, "rate limit exceeded", 429, {"Retry-After": str(self.bucket.resets_in)})
        path = request.url.path.removeprefix(EXPORT)
        if request.method != "GET":
            return _error(12, "Method Not Allowed", 501)
        try:
            return self.route(request, path)
        except ValueError as error:
            return _error(3, str(error), 400)

    def route(self, request: Request, path: str) -> Response:
        if path == "/workspaces":
            return document({"workspaces": [{"id": WORKSPACE, "name": "Support"}]})
        if path == "/users":
            return document({"users": _users()})
        if path == f"/workspace/{WORKSPACE}/scorecards":
            return document({"data": [_scorecard()], "total": 1})
        if path in NUMBERED:
            key, name = NUMBERED[path]
            return self.numbered(request, key, name)
        if path in BY_CURSOR:
            return self.by_cursor(request, BY_CURSOR[path])
        return _error(5, "Not Found", 404)

    def selected(self, request: Request, name: str) -> Ints:
        asked = request.query_params
        if not asked.get("fromDate"):
            raise ValueError("fromDate is required")
        updated = self.data[name].columns["updated_at"]
        first = np.searchsorted(updated, _unix(asked["fromDate"]))
        last = np.searchsorted(updated, _unix(asked["toDate"]), side="right") if asked.get("toDate") else len(updated)
        return np.arange(first, last)

    def numbered(self, request: Request, key: str, name: str) -> Response:
        rows = self.selected(request, name)
        number, size = whole(request.query_params.get("page"), 1), whole(request.query_params.get("pageSize"), 50)
        if number < 1 or size < 1:
            raise ValueError("page and pageSize must be positive")
        chosen = rows[(number - 1) * size : number * size]
        told = {"page": number, "pageSize": size, "total": len(rows)}
        return page(key, self.data[name].rows(chosen), {"pagination": told})

    def by_cursor(self, request: Request, name: str) -> Response:
        rows = self.selected(request, name)
        first, size = whole(request.query_params.get("cursor"), 0), whole(request.query_params.get("pageSize"), 50)
        chosen = rows[first : first + size]
        following = str(first + size) if first + size < len(rows) else ""
        told: dict[str, Any] = {"page": 1, "pageSize": size, "total": len(rows)}
        return page("rows", self.data[name].rows(chosen), {"pagination": told, "nextCursor": following})


def _unix(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _users() -> list[dict[str, str]]:
    emails = [f"reviewer{n}@northlight.example" for n in range(PEOPLE)]
    return [{"id": str(300 + n), "name": email, "email": email} for n, email in enumerate(emails)]


def _scorecard() -> dict[str, Any]:
    levels = [{"rating": str(n), "description": words} for n, words in enumerate(LEVELS, 1)]
    categories = [
        {
            "name": word.capitalize().replace("_", " "),
            "ratingCategoryId": str(41 + n),
            "type": "RATING",
            "scale": "FIVE",
            "weight": int(10 * WEIGHTS[n]),
            "critical": word == "policy",
            "position": n + 1,
            "status": "ACTIVE",
            "ratings": levels,
        }
        for n, word in enumerate(DIMENSIONS)
    ]
    dates = {"createdAt": "2024-01-02T09:00:00Z", "updatedAt": "2024-05-02T09:00:00Z"}
    group = {"id": "2", "name": "Standard", "position": 1, "categories": categories[1:]}
    # One category stands outside of every group, as the tool allows.
    return {"id": "7", "name": "Standard", **dates, "categories": categories[:1], "groups": [group]}


Server = ZendeskQa


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "API_TOKEN": access.ZENDESK_QA_TOKEN}
