"""The export of the helpdesk's AI agents: links to a day's files, which open by their signature alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.assistants import BOT
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, link, whole
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.world.clock import DAY

PREFIX = "/ai-agents/api"
LINKS = "/data-export/v3/get-signed-urls"
# The new home of the export wants the key bare, the old one as its pages say.
ROUTES = {LINKS: "", f"/old-home{LINKS}": "Bearer "}
FILES = "/files/"
ROWS_A_FILE = 6


class ZendeskAiAgents:
    """Everything below `/ai-agents/api`. Files of every other day are lines with keys in capitals."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = Pages.open(served / "zendesk_ai_agents", "conversations")
        self.bucket = Bucket(200, window)

    async def handle(self, request: Request) -> Response:
        if not self.bucket.take():
            return document({"message": "Too many requests"}, 429)
        path = request.url.path.removeprefix(PREFIX)
        if request.method == "GET" and path.startswith(FILES):
            return self.file(request, path.removeprefix(FILES))
        if request.method != "POST" or path not in ROUTES:
            return document({"message": "Not found"}, 404)
        headers = request.headers
        told = headers.get("authorization"), headers.get("organizationid"), headers.get("botid")
        if told != (ROUTES[path] + access.AI_AGENTS_KEY, access.AI_AGENTS_ORGANIZATION, BOT):
            return document({"message": "Unauthorized"}, 401)
        return self.links(request, (await request.json()).get("date", ""))

    def links(self, request: Request, date: str) -> Response:
        try:
            day = _day(date)
        except ValueError:
            return document({"message": "date must be YYYY-MM-DD"}, 400)
        rows = len(self.rows_of(day))
        if day + DAY > self.now or not rows:
            return document({"message": "No file for this date"}, 404)
        urls = [
            link(request, f"{PREFIX}{FILES}conversation_{BOT}_{date}_{part:012}.json", {"signature": _signature(date)})
            for part in range(-(-rows // ROWS_A_FILE))
        ]
        return document({"date": date, "signed_urls": urls} if _is_observed(day) else {"urls": urls})

    def file(self, request: Request, name: str) -> Response:
        _, _, date, part = name.removesuffix(".json").split("_")
        # A link that is signed takes no other key beside its signature.
        if request.query_params.get("signature") != _signature(date) or "authorization" in request.headers:
            return document({"message": "Only one way of signing in is allowed"}, 400)
        day, first = _day(date), whole(part, 0) * ROWS_A_FILE
        told = b"[" + self.data.rows(self.rows_of(day)[first : first + ROWS_A_FILE]) + b"]"
        return answer(_in_lines(json.loads(told)) if _is_observed(day) else told)

    def rows_of(self, day: int) -> Ints:
        ended = self.data.columns["ended_at"]
        return np.arange(np.searchsorted(ended, day), np.searchsorted(ended, day + DAY))


Server = ZendeskAiAgents


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {
        "BASE_URL": base,
        "START_DATE": start,
        "END_DATE": end,
        "API_KEY": access.AI_AGENTS_KEY,
        "ORGANIZATION_ID": access.AI_AGENTS_ORGANIZATION,
        "BOT_ID": BOT,
    }


def _day(date: str) -> int:
    return int(datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())


def _is_observed(day: int) -> bool:
    """Whether a day's answers are as live ones have been seen, and not as the pages tell them."""
    return day // DAY % 2 == 1


def _signature(date: str) -> str:
    return f"signed-for-{date}"


def _in_lines(rows: list[dict[str, Any]]) -> bytes:
    return b"\n".join(json.dumps({name.upper(): value for name, value in row.items()}).encode() for row in rows)
