"""The workforce tool's API: maps keyed by id, windows of time, two refusals every client meets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, page, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/assembled/v0"
MAPS = ("people", "teams", "queues", "sites", "skills", "activity_types")
CHANNELS = ("email", "chat", "phone")
INTERVAL = 1800


class Assembled:
    """Everything below `/assembled/v0`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        names = (*MAPS, "activities", "agent_states", "forecasts")
        self.data = {name: Pages.open(served / "assembled", name) for name in names}
        self.bucket = Bucket(300, window)

    async def handle(self, request: Request) -> Response:
        if access.basic(request) != (access.ASSEMBLED_KEY, ""):
            return document({"message": "invalid api key"}, 401)
        if not self.bucket.take():
            return document({"message": "rate limit exceeded"}, 429, {"Retry-After": str(self.bucket.resets_in)})
        if request.method != "GET":
            return document({"message": "method not allowed"}, 405)
        path = request.url.path[len(PREFIX) :]
        try:
            return self.route(request, path)
        except ValueError as error:
            return document({"message": str(error)}, 400)

    def route(self, request: Request, path: str) -> Response:
        name = path[1:]
        if name in MAPS:
            return self.mapping(request, name)
        if path == "/activities":
            rows = self.overlapping(request, "activities")
            return self.limited(request, "activities", rows, as_map=True)
        if path == "/agents/state/condensed_timeline":
            if not request.query_params.get("priority_order"):
                raise ValueError("Missing required field priority_order")
            return self.limited(request, "agent_states", self.overlapping(request, "agent_states"), as_map=False)
        if path == "/forecasted_vs_actuals":
            return self.forecasts(request)
        return document({"message": "not found"}, 404)

    def mapping(self, request: Request, name: str) -> Response:
        data = self.data[name]
        limit, offset = self.span(request, len(data) if name != "people" else 100)
        last = min(offset + limit, len(data))
        body = b'{"' + name.encode() + b'":{' + data.slice(offset, last) + b"}"
        if name == "people":
            for other in ("teams", "sites", "queues", "skills"):
                body += b',"' + other.encode() + b'":{' + self.data[other].slice(0, len(self.data[other])) + b"}"
            body += b"," + json_bytes({"total": len(data), "limit": limit, "offset": offset})[1:-1]
        return answer(body + b"}")

    def span(self, request: Request, default: int) -> tuple[int, int]:
        limit = whole(request.query_params.get("limit"), default)
        offset = whole(request.query_params.get("offset"), 0)
        if limit < 1 or offset < 0:
            raise ValueError("limit and offset must not be negative")
        return min(limit, max(500, default)), offset

    def window(self, request: Request) -> tuple[int, int]:
        asked = request.query_params
        for name in ("start_time", "end_time"):
            if name not in asked:
                raise ValueError(f"Missing required field {name}")
        start, end = int(asked["start_time"]), int(asked["end_time"])
        if end <= start:
            raise ValueError("end_time must be after start_time")
        return start, end

    def overlapping(self, request: Request, name: str) -> Ints:
        """Rows that touch the window, of the agents asked for."""
        start, end = self.window(request)
        columns = self.data[name].columns
        last = int(np.searchsorted(columns["start_time"], end))
        chosen = columns["end_time"][:last] > start
        agents = request.query_params.getlist("agents[]") or request.query_params.getlist("agents")
        if agents:
            numbers = [int(a.rsplit("-", 1)[1], 16) for a in agents]
            chosen &= np.isin(columns["agent"][:last], numbers)
        return np.nonzero(chosen)[0]

    def limited(self, request: Request, name: str, rows: Ints, *, as_map: bool) -> Response:
        limit, offset = self.span(request, 500)
        records = self.data[name].rows(rows[offset : offset + limit])
        rest = {"total": len(rows), "limit": limit, "offset": offset}
        if as_map:
            return answer(b'{"' + name.encode() + b'":{' + records + b"}," + json_bytes(rest)[1:])
        return page(name, records, rest)

    def forecasts(self, request: Request) -> Response:
        asked = request.query_params
        start, end = self.window(request)
        interval = whole(asked.get("interval"), INTERVAL)
        if interval != INTERVAL:
            raise ValueError(f"unsupported interval {interval}: this account plans in intervals of {INTERVAL}")
        if start % interval:
            raise ValueError(f"expect start in an increment of {interval}")
        if end % interval:
            raise ValueError(f"expect end in an increment of {interval}")
        if asked.get("channel") not in CHANNELS:
            raise ValueError("Missing required field channel")
        data = self.data["forecasts"]
        at = data.columns["start_time"]
        first, last = int(np.searchsorted(at, start)), int(np.searchsorted(at, end))
        chosen = data.columns["channel"][first:last] == CHANNELS.index(asked["channel"])
        if asked.get("queue"):
            chosen &= data.columns["queue"][first:last] == int(asked["queue"].rsplit("-", 1)[1], 16)
        rows = first + np.nonzero(chosen)[0]
        limit, offset = self.span(request, 50)
        rest = {"total": len(rows), "limit": limit, "offset": offset}
        return page("forecasts_vs_actuals", data.rows(rows[offset : offset + limit]), rest)


Server = Assembled


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "API_KEY": access.ASSEMBLED_KEY}
