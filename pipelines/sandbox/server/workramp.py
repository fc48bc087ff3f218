"""The training tool's API: ISO times asked for, milliseconds told; numbered pages of a named list within `data`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/workramp/api/v1"
LISTS = {"/guides": ("guides", "guides"), "/assignments/guide": ("assignments", "guide_assignments")}
DEFAULT_SIZE, MOST = 50, 200


class Workramp:
    """Everything below `/workramp/api/v1`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "workramp", name) for _, name in LISTS.values()}
        self.bucket = Bucket(50, window)

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.WORKRAMP_KEY:
            return document({"error": "Unauthorized"}, 401)
        if not self.bucket.take():
            return document({"error": "Rate limited. Please slow down."}, 429)
        path = request.url.path.removeprefix(PREFIX)
        if path not in LISTS or request.method != "GET":
            return document({"type": "not_found", "message": "Not found", "errors": []}, 404)
        try:
            return self.listed(request, *LISTS[path])
        except ValueError as error:
            return document({"type": "invalid_request", "message": str(error), "errors": []}, 400)

    def listed(self, request: Request, key: str, name: str) -> Response:
        asked, data = request.query_params, self.data[name]
        number, size = whole(asked.get("page"), 1), whole(asked.get("per_page"), DEFAULT_SIZE)
        if number < 1 or not 1 <= size <= MOST:
            raise ValueError(f"per_page must be between 1 and {MOST}")
        rows = np.arange(len(data))
        if name == "guide_assignments":
            updated = data.columns["updated_at"]
            first = np.searchsorted(updated, _unix(asked["start_time"])) if "start_time" in asked else 0
            last = np.searchsorted(updated, _unix(asked["end_time"]), "right") if "end_time" in asked else len(data)
            rows = rows[first:last]
            if asked.get("include_deleted") != "true":
                rows = np.array([row for row in rows if not _is_deleted(data, int(row))], dtype=np.int64)
        chosen = rows[(number - 1) * size : number * size]
        told = {
            "page": number,
            "per_page": size,
            "has_more": number * size < len(rows),
            "item_count": len(chosen),
            "url": request.url.path,
        }
        head = b'{"data":{"' + key.encode() + b'":[' + data.rows(chosen) + b"]},"
        return answer(head + json_bytes(told)[1:])


def _is_deleted(data: Pages, row: int) -> bool:
    return b'eleted": true' in data.slice(row, row + 1)


def _unix(text: str) -> float:
    if not text[:4].isdigit() or "T" not in text:
        raise ValueError("start_time and end_time are ISO 8601")
    return datetime.fromisoformat(text).timestamp()


Server = Workramp


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world. People were assigned courses long before its first day."""
    return {"BASE_URL": base, "START_DATE": "2020-01-01T00:00:00Z", "END_DATE": end, "API_KEY": access.WORKRAMP_KEY}
