"""Gorgias' API: lists by cursor without any filter by date but of events, and a ticket's own paths."""

from __future__ import annotations

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.gorgias import RESOURCES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, link, page, whole
from pipelines.sandbox.server.limits import Bucket
from pipelines.sources.times import iso_to_unix

PREFIX = "/gorgias/api"
# Of a key; the window stands for 20 seconds.
REQUESTS_A_WINDOW = 40
MAX_PAGE, DEFAULT_PAGE = 100, 30
# The column behind each field that a list can be ordered by; the first is the default.
ORDERS = {
    "tickets": {"created_datetime": "id", "updated_datetime": "updated_at"},
    "customers": {"created_datetime": "id", "updated_datetime": "updated_at"},
    "events": {"created_datetime": "created_at"},
    "satisfaction_surveys": {"created_datetime": "created_at"},
    "messages": {"created_datetime": "id"},
}


class Refusal(Exception):
    """An answer other than 200; `leads_to` is the path of a redirection."""

    def __init__(self, status: int, message: str, leads_to: str | None = None) -> None:
        super().__init__(message)
        self.status, self.leads_to = status, leads_to


class Gorgias:
    """Everything below `/gorgias/api`. `merged` says which ticket lives on in which other one."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "gorgias", name) for name in RESOURCES}
        self.bucket = Bucket(REQUESTS_A_WINDOW, window)
        self.merged: dict[int, int] = {}

    async def handle(self, request: Request) -> Response:
        if access.basic(request) != (access.EMAIL, access.GORGIAS_KEY):
            return _error(401, "You must authenticate to access this resource.")
        allowed = self.bucket.take()
        used = min(self.bucket.used, self.bucket.total)
        headers = {"X-Gorgias-Account-Api-Call-Limit": f"{used}/{self.bucket.total}"}
        if not allowed:
            headers["Retry-after"] = str(self.bucket.resets_in)
            return _error(429, "Too many requests.", headers)
        try:
            if request.method != "GET":
                raise Refusal(405, "The method is not allowed for the requested URL.")
            response = self.route(request, request.url.path.removeprefix(PREFIX).strip("/"))
        except Refusal as refusal:
            if refusal.leads_to:
                headers["Location"] = link(request, PREFIX + refusal.leads_to, {})
            return _error(refusal.status, str(refusal), headers)
        except (ValueError, TypeError, KeyError, binascii.Error):
            return _error(400, "The request is not valid.", headers)
        response.headers.update(headers)
        return response

    def route(self, request: Request, path: str) -> Response:
        name = path.replace("-", "_")
        if name in self.data and name != "ticket_custom_fields":
            return self.list(request, name)
        found = re.fullmatch(r"tickets/(\d+)(/custom-fields)?", path)
        if found:
            return self.ticket(int(found[1]), found[2])
        raise Refusal(404, "Resource not found.")

    def list(self, request: Request, name: str) -> Response:
        asked = request.query_params
        size = whole(asked.get("limit"), DEFAULT_PAGE)
        if not 1 <= size <= MAX_PAGE:
            raise Refusal(400, f"limit must be between 1 and {MAX_PAGE}.")
        orders = ORDERS.get(name, {"created_datetime": "id"})
        field, _, direction = asked.get("order_by", f"{next(iter(orders))}:desc").partition(":")
        if field not in orders or direction not in ("asc", "desc"):
            raise Refusal(400, "order_by is not one of the allowed values.")
        data = self.data[name]
        rows = self.found(name, asked)
        at, number = data.columns[orders[field]][rows], data.columns["id"][rows]
        step = 1 if direction == "asc" else -1
        placed = np.lexsort((number * step, at * step))
        rows, at, number = rows[placed], at[placed] * step, number[placed] * step
        first = 0
        if "cursor" in asked:
            way, last_at, last_number = json.loads(base64.b64decode(asked["cursor"], validate=True))
            if way != "next":
                raise Refusal(400, "cursor is not valid.")
            first = int(
                np.count_nonzero((at < last_at * step) | ((at == last_at * step) & (number <= last_number * step)))
            )
        last = min(first + size, len(rows))
        following = None
        if last < len(rows):
            place = ["next", int(at[last - 1]) * step, int(number[last - 1]) * step]
            following = base64.b64encode(json_bytes(place)).decode()
        meta = {"prev_cursor": None, "next_cursor": following}
        rest = {"object": "list", "uri": request.url.path, "meta": meta}
        return page("data", data.rows(rows[first:last]), rest)

    def found(self, name: str, asked: Any) -> Ints:
        """Rows that pass the filters the list knows; a filter by date is known for events only."""
        columns, rows = self.data[name].columns, np.arange(len(self.data[name]))
        if "ticket_id" in asked and "ticket" in columns:
            rows = rows[columns["ticket"][rows] == int(asked["ticket_id"])]
        if asked.get("trashed") == "false" and "is_trashed" in columns:
            rows = rows[columns["is_trashed"][rows] == 0]
        if name == "events" and "created_datetime[gte]" in asked:
            since = iso_to_unix(asked["created_datetime[gte]"])
            if since is None:
                raise Refusal(400, "created_datetime is not a date.")
            rows = rows[columns["created_at"][rows] >= since]
        if name == "events" and "types[]" in asked:
            wanted = asked.getlist("types[]") == ["ticket-merged"]
            rows = rows[columns["is_merger"][rows] == int(wanted)]
        return rows

    def ticket(self, number: int, below: str | None) -> Response:
        """A ticket, or what lies below it; one that was merged into another leads to that one."""
        if number in self.merged:
            raise Refusal(301, "Moved permanently.", f"/tickets/{self.merged[number]}{below or ''}/")
        data = self.data["ticket_custom_fields" if below else "tickets"]
        (rows,) = np.nonzero(data.columns["id"] == number)
        if not len(rows):
            raise Refusal(404, "Resource not found.")
        record = data.rows(rows[:1])
        if below:
            return answer(record)
        said = self.data["messages"]
        (own,) = np.nonzero(said.columns["ticket"] == number)
        return answer(record[:-1] + b',"messages":[' + said.rows(own) + b'],"satisfaction_survey":null}')


Server = Gorgias


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return document({"error": {"msg": message, "data": {}}}, status, headers)


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "EMAIL": access.EMAIL, "API_KEY": access.GORGIAS_KEY}
