"""The other quality tool's API: exports that take a while and lie behind signed links, coaching sessions by window."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.maestroqa import FILES, RESOURCES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, link
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/maestroqa"
SIGNED = f"{PREFIX}/signed/"
REQUESTS_A_MINUTE, EXPORTS_A_MINUTE = 100, 30
# What an export says when it is first asked for, and then; after that it is complete.
NOT_YET = ("requested", "in_progress")
MOST_DAYS = 90
DAY = 86_400


class MaestroQa:
    """Everything below `/maestroqa`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "maestroqa", name) for name in RESOURCES}
        self.account, self.heavy = Bucket(REQUESTS_A_MINUTE, window), Bucket(EXPORTS_A_MINUTE, window)
        self.exports: list[tuple[str, Ints]] = []  # table and rows
        self.asked: dict[int, int] = {}  # how often for the state of each

    async def handle(self, request: Request) -> Response:
        if request.url.path.startswith(SIGNED):
            return self.file(request)
        if request.headers.get("apitoken") != access.MAESTROQA_TOKEN:
            return document({"error": "Invalid token"}, 401)
        path = request.url.path.removeprefix(PREFIX)
        late = [b for b in (self.account, *([self.heavy] if path == "/request-raw-export" else ())) if not b.take()]
        if late:
            return document({"error": "Rate limit exceeded"}, 429, {"Retry-After": str(late[-1].resets_in)})
        try:
            if request.method == "POST":
                return self.posted(path, await request.json())
            return self.state(request, int(path.removeprefix("/export-data/")))
        except (KeyError, IndexError):
            return document({"error": "Not found"}, 404)
        except ValueError as error:
            return document({"error": str(error)}, 422)

    def posted(self, path: str, body: dict[str, Any]) -> Response:
        if path not in ("/request-raw-export", "/coaching-sessions"):
            raise KeyError(path)
        first, last = _unix(body, "startDate"), _unix(body, "endDate")
        if last <= first:
            raise ValueError("endDate must be after startDate")
        if path == "/request-raw-export":
            table = body.get("singleFileExport")
            if table not in FILES:
                raise ValueError("singleFileExport is not known")
            self.exports.append((table, _between(self.data[table].columns["updated_at"], first, last)))
            return document({"exportId": str(len(self.exports) - 1)})
        if last - first > MOST_DAYS * DAY or body.get("timeAxis") != "createdAt":
            raise ValueError("at most 90 days, by createdAt")
        sessions = self.data["coaching_sessions"]
        return answer(b"[" + sessions.rows(_between(sessions.columns["created_at"], first, last)) + b"]")

    def state(self, request: Request, number: int) -> Response:
        """Of an export that found nothing there is no file."""
        _, rows = self.exports[number]
        asked = self.asked[number] = self.asked.get(number, 0) + 1
        if asked <= len(NOT_YET):
            return document({"status": NOT_YET[asked - 1]})
        found = {"dataUrl": link(request, f"{SIGNED}{number}.csv", {"signature": "sandbox"})} if len(rows) else {}
        return document({"status": "complete", **found})

    def file(self, request: Request) -> Response:
        if "apitoken" in request.headers or request.query_params.get("signature") != "sandbox":
            return Response("AccessDenied", 403)
        table, rows = self.exports[int(request.url.path.removeprefix(SIGNED).removesuffix(".csv"))]
        records = json.loads(b"[" + self.data[table].rows(rows) + b"]")
        text = io.StringIO()
        writer = csv.DictWriter(text, list(records[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(records)
        return Response(text.getvalue().encode(), media_type="text/csv")


def _between(moments: Ints, first: float, last: float) -> Ints:
    return np.arange(np.searchsorted(moments, first), np.searchsorted(moments, last, side="right"))


def _unix(body: dict[str, Any], name: str) -> float:
    if not body.get(name):
        raise ValueError(f"{name} is required")
    return datetime.fromisoformat(body[name]).timestamp()


Server = MaestroQa


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world; its exports are ready soon."""
    dates = {"START_DATE": start, "END_DATE": end}
    return {"BASE_URL": base, "API_TOKEN": access.MAESTROQA_TOKEN, "POLL_SECONDS": "0.05"} | dates
