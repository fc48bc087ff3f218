"""The other helpdesk's API: bare lists with the next page in `Link`, tickets by last change, activities as files."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.freshdesk import RESOURCES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, link, page, whole
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/freshdesk"
API, FILES = "/api/v2", "/signed"
DAY = 86_400
REQUESTS_A_MINUTE, TICKET_LISTS_A_MINUTE = 700, 200
DEFAULT_PAGE, MAX_PAGE, MAX_TICKET_PAGE = 30, 100, 300
# Without a time to begin from, tickets that were created this long ago at most.
RECENT = 30 * DAY
# A day's file of activities is there a while after the day is over.
FILE_DELAY = 6 * 3600
# Lists: path, their resource, the parameter that bounds them and the column that it bounds.
LISTS: dict[str, tuple[str, str, str]] = {
    "/contacts": ("contacts", "_updated_since", "updated_at"),
    "/companies": ("companies", "", ""),
    "/agents": ("agents", "", ""),
    "/groups": ("groups", "", ""),
    "/surveys": ("surveys", "", ""),
    "/surveys/satisfaction_ratings": ("satisfaction_ratings", "created_since", "created_at"),
    "/time_entries": ("time_entries", "executed_after", "executed_at"),
    "/sla_policies": ("sla_policies", "", ""),
}
TICKET_LISTS = {"deleted": 1, "spam": 2}
INCLUDES = ("stats", "requester", "description", "company")


class Invalid(Exception):
    """A parameter that the API does not take: 400 with its field."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Freshdesk:
    """Everything below `/freshdesk`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = {name: Pages.open(served / "freshdesk", name) for name in RESOURCES}
        self.account = Bucket(REQUESTS_A_MINUTE, window)
        self.ticket_lists = Bucket(TICKET_LISTS_A_MINUTE, window)

    async def handle(self, request: Request) -> Response:
        path = request.url.path.removeprefix(PREFIX)
        if path.startswith(FILES):
            return self.file(request, path)
        known = access.basic(request)
        if known is None or known[0] != access.FRESHDESK_KEY:
            text = "You have to be logged in to perform this action."
            return document({"code": "invalid_credentials", "message": text}, 401)
        path = path.removeprefix(API)
        include = [name for name in request.query_params.get("include", "").split(",") if name]
        cost = 1 + 2 * len(include)
        late = None if self.account.take(cost) else self.account
        if path == "/tickets" and not self.ticket_lists.take():
            late = self.ticket_lists
        headers = {
            "X-Freshdesk-API-Version": "latest=v2; requested=v2",
            "X-RateLimit-Total": f"{self.account.total:.1f}",
            "X-RateLimit-Remaining": f"{self.account.remaining:.1f}",
            "X-RateLimit-Used-CurrentRequest": str(cost),
        }
        if late:
            response = document({"message": "You have exceeded the limit of requests per minute"}, 429)
            headers["Retry-After"] = str(late.resets_in)
        elif request.method != "GET":
            response = document({"message": f"{request.method} method is not allowed."}, 405)
        else:
            try:
                response = self.route(request, path, include)
            except Invalid as invalid:
                response = _refused(invalid.field, str(invalid))
            except ValueError:
                response = _refused("page", "It should be a Positive Integer")
        response.headers.update(headers)
        return response

    def route(self, request: Request, path: str, include: list[str]) -> Response:
        if path == "/tickets":
            return self.tickets(request, include)
        if path == "/export/ticket_activities":
            return self.activities(request)
        if path in LISTS:
            return self.listed(request, *LISTS[path])
        if found := re.fullmatch(r"/tickets/(\d+)/conversations", path):
            return self.conversations(request, int(found[1]))
        if found := re.fullmatch(r"/tickets/(\d+)", path):
            rows = np.nonzero(self.data["tickets"].columns["id"] == int(found[1]))[0]
            return answer(self.data["tickets"].rows(rows)) if len(rows) else Response(status_code=404)
        return Response(status_code=404)

    def tickets(self, request: Request, include: list[str]) -> Response:
        asked, data = request.query_params, self.data["tickets"]
        if wrong := [name for name in include if name not in INCLUDES]:
            raise Invalid("include", f"It should be one of these values: {','.join(INCLUDES)}, not {wrong[0]}")
        shown = data.columns["list"] == TICKET_LISTS.get(asked.get("filter", ""), 0)
        if asked.get("filter") not in (None, *TICKET_LISTS):
            raise Invalid("filter", "It should be one of these values: new_and_my_open,watching,spam,deleted")
        if since := asked.get("updated_since"):
            shown &= data.columns["updated_at"] >= _unix("updated_since", since)
        else:
            shown &= data.columns["created_at"] >= self.now - RECENT
        order = asked.get("order_by", "created_at")
        if order not in ("created_at", "updated_at"):
            raise Invalid("order_by", "It should be one of these values: created_at,due_by,updated_at,status")
        rows = np.nonzero(shown)[0]
        rows = rows[np.argsort(data.columns[order][rows], kind="stable")]
        rows = rows if asked.get("order_type", "desc") == "asc" else rows[::-1]
        if whole(asked.get("page"), 1) > MAX_TICKET_PAGE:
            text = "You cannot access tickets beyond the 300th page. Please provide a smaller page number."
            raise Invalid("page", text)
        left_out = [name for name in ("stats", "requester", "description") if name not in include]
        return self.paged(request, "tickets", rows, tuple(left_out))

    def listed(self, request: Request, name: str, parameter: str, column: str) -> Response:
        data = self.data[name]
        rows = np.arange(len(data))
        if name == "contacts" and request.query_params.get("state") == "deleted":
            rows = rows[:0]
        if since := request.query_params.get(parameter):
            rows = rows[data.columns[column][rows] >= _unix(parameter, since)]
        return self.paged(request, name, rows)

    def conversations(self, request: Request, ticket: int) -> Response:
        if not (self.data["tickets"].columns["id"] == ticket).any():
            return Response(status_code=404)
        owner = self.data["conversations"].columns["ticket_id"]
        first, last = np.searchsorted(owner, ticket), np.searchsorted(owner, ticket, side="right")
        return self.paged(request, "conversations", np.arange(first, last))

    def paged(self, request: Request, name: str, rows: Ints, left_out: tuple[str, ...] = ()) -> Response:
        asked = request.query_params
        size, number = whole(asked.get("per_page"), DEFAULT_PAGE), whole(asked.get("page"), 1)
        if not 1 <= size <= MAX_PAGE or number < 1:
            raise Invalid("per_page" if number > 0 else "page", f"It should be a Positive Integer not above {MAX_PAGE}")
        first = (number - 1) * size
        headers = {}
        if first + size < len(rows):
            following = link(request, request.url.path, {**asked, "page": number + 1})
            headers = {"Link": f'<{following}>; rel="next"'}
        records = self.data[name].rows(rows[first : first + size])
        return answer(b"[" + _without(records, left_out) + b"]", headers)

    # A day's activities: a link to a file, which opens by its signature alone.

    def activities(self, request: Request) -> Response:
        day = request.query_params.get("created_at", "")
        begins = _unix("created_at", f"{day}T00:00:00Z")
        if self.now < begins + DAY + FILE_DELAY:
            return Response(status_code=404)
        return document({"export": [{"url": link(request, f"{PREFIX}{FILES}/{day}.json", {"signature": "sandbox"})}]})

    def file(self, request: Request, path: str) -> Response:
        if "authorization" in request.headers:
            return Response("Only one auth mechanism allowed", 400)
        if request.query_params.get("signature") != "sandbox":
            return Response("AccessDenied", 403)
        begins = _unix("created_at", f"{path.removeprefix(FILES + '/').removesuffix('.json')}T00:00:00Z")
        moment = self.data["ticket_activities"].columns["moment"]
        first, last = np.searchsorted(moment, begins), np.searchsorted(moment, begins + DAY)
        return page("activities_data", self.data["ticket_activities"].slice(int(first), int(last)), {})


def _without(records: bytes, names: tuple[str, ...]) -> bytes:
    """The records without what has to be asked for by `include`."""
    if not names or not records:
        return records
    fields = {field for name in names for field in ((name, "description_text") if name == "description" else (name,))}
    kept = [{k: v for k, v in one.items() if k not in fields} for one in json.loads(b"[" + records + b"]")]
    return b",".join(json_bytes(one) for one in kept)


def _unix(field: str, text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field, "It should be in the 'combined date and time ISO8601' format") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _refused(field: str, message: str) -> Response:
    errors = [{"field": field, "message": message, "code": "invalid_value"}]
    return document({"description": "Validation failed", "errors": errors}, 400)


Server = Freshdesk


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "API_KEY": access.FRESHDESK_KEY}
