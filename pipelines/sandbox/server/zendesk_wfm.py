"""The workforce tool's API: activities from a time on, shifts by page, time off by link, teams as a whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.zendesk_wfm import RESOURCES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document, link, page, whole
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.world.clock import DAY

PREFIX = "/zendesk-wfm"
FULL_PAGE, SHIFTS_PAGE = 1000, 100
LONGEST = 31 * DAY


def _failed(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return document({"success": False, "message": message}, status, headers)


class ZendeskWfm:
    """Everything below `/zendesk-wfm`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "zendesk_wfm", name) for name in RESOURCES}
        self.bucket = Bucket(400, window)

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.ZENDESK_WFM_TOKEN and access.basic(request) != access.ZENDESK_BASIC:
            return _failed("Unauthorized", 401)
        if not self.bucket.take():
            return _failed("Too many requests", 429, {"Retry-After": str(self.bucket.resets_in)})
        try:
            match request.method, request.url.path.removeprefix(f"{PREFIX}/wfm"):
                case "GET", "/public/api/v1/activities":
                    return self.activities(request)
                case "POST", "/public/api/v1/shifts/fetch":
                    return self.shifts(await request.json())
                case "GET", "/public/api/v2/timeOff":
                    return self.time_off(request)
                case "GET", "/l5/api/v2/teams":
                    return page("teams", self.data["teams"].slice(0, len(self.data["teams"])), {})
        except (KeyError, ValueError) as error:
            return _failed(f"Invalid request: {error}", 400)
        return _failed("Not Found", 404)

    def activities(self, request: Request) -> Response:
        """At most 1,000 from `startTime` on. Where a page ends within a second, it links to the row that follows."""
        asked, data = request.query_params, self.data["activities"]
        starts = data.columns["starts_at"]
        first = int(np.searchsorted(starts, int(asked["startTime"]))) + whole(asked.get("skip"), 0)
        last = min(first + FULL_PAGE, len(data))
        following = None
        if last < len(data) and starts[last] == starts[last - 1]:
            at = int(starts[last])
            query = {"startTime": at, "skip": last - int(np.searchsorted(starts, at))}
            following = link(request, request.url.path, query)
        named: dict[str, Any] = {"agent": [], "activityType": []}
        return page("data", data.slice(first, last), {"relationships": named, "metadata": {"next": following}})

    def shifts(self, asked: dict[str, Any]) -> Response:
        """Shifts that begin on the days asked for; without `published` each draft comes beside what it edits."""
        first, last = _unix(asked["startDate"]), _unix(asked["endDate"]) + DAY
        if last - first > LONGEST:
            raise ValueError("the dates span more than a month")
        data = self.data["shifts"]
        rows = _between(data, first, last)
        begun = (int(asked.get("page", 1)) - 1) * SHIFTS_PAGE
        told = data.rows(rows[begun : begun + SHIFTS_PAGE])
        if asked.get("published") == 1:
            return page("data", told, {"metadata": {"total": len(rows)}})
        shown = [shift for published in json.loads(b"[" + told + b"]") for shift in (published, _draft(published))]
        return document({"data": shown, "metadata": {"total": 2 * len(rows)}})

    def time_off(self, request: Request) -> Response:
        asked, data = request.query_params, self.data["time_off"]
        rows = _between(data, int(asked["startTime"]), int(asked["endTime"]))
        size, number = whole(asked.get("perPage"), 25), whole(asked.get("page"), 1)
        last = number * size
        query = {name: asked[name] for name in ("startTime", "endTime", "perPage") if name in asked}
        following = link(request, request.url.path, query | {"page": number + 1}) if last < len(rows) else None
        return page("data", data.rows(rows[last - size : last]), {"pagination": {"next": following}})


Server = ZendeskWfm


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "ACCESS_TOKEN": access.ZENDESK_WFM_TOKEN}


def _between(data: Pages, first: int, last: int) -> Ints:
    starts = data.columns["starts_at"]
    return np.arange(np.searchsorted(starts, first), np.searchsorted(starts, last))


def _draft(shift: dict[str, Any]) -> dict[str, Any]:
    return shift | {"id": f"{shift['id']}_draft", "published": False, "parentId": shift["id"]}


def _unix(day: str) -> int:
    return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
