"""The helpdesk's API: cursor exports, time exports, cursor and offset lists, its rate limits and error bodies."""

from __future__ import annotations

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, link, page, whole
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.world.catalogue import SCHEDULE

PREFIX = "/zendesk"
# The newest minute is held back from every export.
HELD_BACK = 60
MAX_EXPORT, MAX_LIST, MAX_SURVEYS = 1000, 100, 50
TICKETING = (
    "tickets",
    "metric_sets",
    "ticket_events",
    "ticket_metric_events",
    "users",
    "organizations",
    "groups",
    "ticket_fields",
    "satisfaction_ratings",
    "survey_responses",
)
PAGED = (
    "groups",
    "group_memberships",
    "brands",
    "ticket_fields",
    "ticket_forms",
    "macros",
    "tags",
    "deleted_tickets",
)
# Lists that come in one answer: their paths, and what they call their rows.
UNPAGED = {
    "custom_statuses": "custom_statuses",
    "slas/policies": "sla_policies",
    "group_slas/policies": "group_sla_policies",
    "business_hours/schedules": "schedules",
}
RESOURCES = tuple(dict.fromkeys((*TICKETING, *PAGED, *UNPAGED.values(), "articles", "holidays")))


class Refusal(Exception):
    """An answer other than 200, raised from anywhere below the router."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def invalid(message: str, status: int = 400) -> Refusal:
    return Refusal(document({"error": {"title": "Invalid attribute", "message": message}}, status))


def not_found() -> Refusal:
    return Refusal(document({"error": "RecordNotFound", "description": "Not found"}, 404))


def export_cursor(at: int, number: int) -> str:
    return base64.b64encode(f"{at}.0||{number}|".encode()).decode()


def read_export_cursor(text: str) -> tuple[int, int]:
    try:
        at, number = base64.b64decode(text, validate=True).decode().rstrip("|").split("||")
        return int(float(at)), int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise invalid("cursor is invalid") from error


def list_cursor(position: int) -> str:
    return base64.b64encode(json_bytes({"o": "id", "v": str(position)})).decode()


def read_list_cursor(text: str) -> int:
    try:
        return int(json.loads(base64.b64decode(text, validate=True))["v"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise invalid("page[after] is not valid") from error


class Zendesk:
    """Everything below `/zendesk`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = {name: Pages.open(served / "zendesk", name) for name in RESOURCES}
        self.tokens = access.Tokens()
        self.account = Bucket(2500, window)
        self.exports = Bucket(30, window)
        self.user_exports = Bucket(20, window)
        self.fields = Bucket(20, window)
        self.surveys = Bucket(400, window)
        self.refused = 0

    async def handle(self, request: Request) -> Response:
        path = request.url.path[len(PREFIX) :].removesuffix(".json")
        if path == "/oauth/tokens":
            return await self.token(request)
        headers = {"x-zendesk-api-version": "v2"}
        if not self.may_enter(request):
            return document({"error": "Couldn't authenticate you"}, 401, headers)
        if request.method != "GET":
            return document({"error": "MethodNotAllowed", "description": "Method not allowed"}, 405, headers)
        late = self.over_limit(path, headers)
        if late is not None:
            return late
        try:
            response = self.route(request, path)
        except Refusal as refusal:
            response = refusal.response
        except ValueError:
            response = invalid("a parameter is not a number").response
        response.headers.update(headers)
        return response

    async def token(self, request: Request) -> Response:
        try:
            asked = json.loads(await request.body())
        except ValueError:
            asked = dict(await request.form())
        known = asked.get("client_id") == access.CLIENT_ID and asked.get("client_secret") == access.CLIENT_SECRET
        if request.method != "POST" or asked.get("grant_type") != "client_credentials" or not known:
            text = "Client authentication failed due to unknown client, or no client authentication included"
            return document({"error": "invalid_client", "error_description": text}, 401)
        seconds = int(asked.get("expires_in") or 1800)
        token = self.tokens.issue(seconds)
        return document(
            {
                "access_token": token,
                "expires_in": seconds - 1,
                "scope": asked.get("scope", "read"),
                "token_type": "bearer",
            }
        )

    def may_enter(self, request: Request) -> bool:
        if self.tokens.knows(access.bearer(request)):
            return True
        return access.basic(request) == access.ZENDESK_BASIC

    def over_limit(self, path: str, headers: dict[str, str]) -> Response | None:
        """Count the request in its buckets, write their headers, and refuse it when a bucket is empty."""
        buckets: list[tuple[str | None, Bucket]] = []
        if path.startswith("/api/v2/guide/"):
            buckets.append((None, self.surveys))
        else:
            buckets.append((None, self.account))
        if path.startswith("/api/v2/incremental/users/cursor"):
            buckets.append(("zendesk-ratelimit-incremental-exports-cursor", self.user_exports))
        elif path.startswith("/api/v2/incremental/"):
            buckets.append(("zendesk-ratelimit-incremental-exports", self.exports))
        elif path == "/api/v2/ticket_fields":
            buckets.append(("zendesk-ratelimit-ticket-fields-index", self.fields))
        over = None
        for name, bucket in buckets:
            if not bucket.take():
                over = bucket
            if name is None:
                headers |= {
                    "x-rate-limit": str(bucket.total),
                    "x-rate-limit-remaining": str(bucket.remaining),
                    "ratelimit-limit": str(bucket.total),
                    "ratelimit-remaining": str(bucket.remaining),
                    "ratelimit-reset": str(bucket.resets_in),
                }
            else:
                headers[name] = f"total={bucket.total}; remaining={bucket.remaining}; resets={bucket.resets_in}"
        if over is None:
            return None
        self.refused += 1
        headers["Retry-After"] = str(over.resets_in)
        if self.refused % 2:
            return PlainTextResponse("Number of allowed API requests per minute exceeded", 429, headers)
        text = "Number of allowed incremental export API requests per minute exceeded"
        return document({"error": "APIRateLimitExceeded", "description": text}, 429, headers)

    def route(self, request: Request, path: str) -> Response:
        match path:
            case "/api/v2/incremental/tickets/cursor":
                return self.ticket_export(request, path)
            case "/api/v2/incremental/users/cursor":
                return self.cursor_export(request, path, "users", np.arange(self.visible("users")))
            case "/api/v2/incremental/ticket_events":
                return self.event_export(request, path)
            case "/api/v2/incremental/ticket_metric_events":
                if "page[size]" in request.query_params:
                    rows = self.since(request, "ticket_metric_events")
                    return self.cursor_list(request, path, "ticket_metric_events", rows)
                return self.time_export(request, path, "ticket_metric_events", has_end=False)
            case "/api/v2/incremental/organizations":
                return self.time_export(request, path, "organizations")
            case "/api/v2/help_center/incremental/articles":
                return self.time_export(request, path, "articles")
            case "/api/v2/satisfaction_ratings":
                return self.plain_list(
                    request, path, "satisfaction_ratings", self.since(request, "satisfaction_ratings")
                )
            case "/api/v2/guide/survey_responses":
                return self.survey_list(request)
        name = path.removeprefix("/api/v2/")
        if name == "macros" and "usage_30d" not in request.query_params.get("include", ""):
            return self.macros_without_use()
        if name in PAGED:
            return self.plain_list(request, path, name)
        if name in UNPAGED:
            return self.unpaged(UNPAGED[name])
        if found := re.fullmatch(r"business_hours/schedules/(\d+)/holidays", name):
            return self.unpaged("holidays", int(found[1]) == SCHEDULE)
        found = re.fullmatch(r"/api/v2/tickets/(\d+)(/comments|/audits|/metrics)?", path)
        if found:
            return self.one_ticket(request, path, int(found[1]), found[2])
        raise not_found()

    def visible(self, name: str) -> int:
        """How many records of an export are old enough to be shown."""
        return int(np.searchsorted(self.data[name].columns["changed_at"], self.now - HELD_BACK, side="right"))

    def start_time(self, request: Request) -> int:
        text = request.query_params.get("start_time")
        if text is None:
            raise invalid("start_time is missing")
        start = int(text)
        if start > self.now - HELD_BACK:
            raise Refusal(
                document(
                    {
                        "error": "StartTimeTooRecent",
                        "description": "Too recent start_time. Use a start_time older than 1 minute",
                    },
                    422,
                )
            )
        return start

    def since(self, request: Request, name: str) -> Ints:
        at = self.data[name].columns["changed_at"]
        start = whole(request.query_params.get("start_time"), 0)
        end = whole(request.query_params.get("end_time"), 2**40)
        return np.arange(np.searchsorted(at, start), np.searchsorted(at, end, side="right"))

    # P1: cursor exports.

    def ticket_export(self, request: Request, path: str) -> Response:
        scope = request.query_params.get("support_type_scope", "agent")
        tickets = self.data["tickets"]
        shown = np.ones(self.visible("tickets"), dtype=bool)
        if scope not in ("all", "agent", "ai_agent"):
            raise invalid("support_type_scope must be agent, ai_agent or all")
        if scope != "all":
            shown &= tickets.columns["is_ai"][: len(shown)] == (1 if scope == "ai_agent" else 0)
        if request.query_params.get("exclude_deleted") == "true":
            shown &= tickets.columns["is_deleted"][: len(shown)] == 0
        return self.cursor_export(request, path, "tickets", np.nonzero(shown)[0])

    def cursor_export(self, request: Request, path: str, name: str, rows: Ints) -> Response:
        """`rows`: the records this caller may see, in export order."""
        asked = request.query_params
        data = self.data[name]
        at, number = data.columns["changed_at"][rows], data.columns["id"][rows]
        size = min(MAX_EXPORT, max(1, whole(asked.get("per_page"), MAX_EXPORT)))
        if asked.get("cursor"):
            cursor_at, cursor_number = read_export_cursor(asked["cursor"])
            first = int(np.searchsorted(at, cursor_at))
            same = int(np.searchsorted(at, cursor_at, side="right"))
            first += int(np.searchsorted(number[first:same], cursor_number, side="right"))
        else:
            cursor_at, cursor_number = self.start_time(request), 0
            first = int(np.searchsorted(at, cursor_at))
        last = min(first + size, len(rows))
        ended = last >= len(rows)
        if last > first:
            cursor = export_cursor(int(at[last - 1]), int(number[last - 1]))
        else:
            cursor = asked.get("cursor") or export_cursor(cursor_at, cursor_number)
        query = {k: asked[k] for k in ("include", "per_page", "support_type_scope", "exclude_deleted") if k in asked}
        rest: dict[str, Any] = {
            "after_cursor": cursor,
            "after_url": link(request, f"{PREFIX}{path}.json", {"cursor": cursor} | query),
            "before_cursor": None,
            "before_url": None,
            "end_of_stream": ended,
        }
        records = data.rows(rows[first:last])
        if name != "tickets":
            return page(name, records, rest)
        if "metric_sets" in asked.get("include", ""):
            # Asked for, every set comes twice, inside its ticket and beside the tickets, as in the vendor's answers.
            sets = self.data["metric_sets"].rows(rows[first:last])
            return answer(b'{"tickets":[' + records + b'],"metric_sets":[' + sets + b"]," + json_bytes(rest)[1:])
        tickets = json.loads(b"[" + records + b"]")
        for ticket in tickets:
            del ticket["metric_set"]
        return document({"tickets": tickets, **rest})

    # P2: time exports.

    def time_export(self, request: Request, path: str, name: str, *, has_end: bool = True) -> Response:
        records, rest = self.time_page(request, path, name, has_end)
        return page(name, records, rest)

    def time_page(self, request: Request, path: str, name: str, has_end: bool = True) -> tuple[bytes, dict[str, Any]]:
        asked = request.query_params
        start = self.start_time(request)
        size = min(MAX_EXPORT, max(1, whole(asked.get("per_page"), MAX_EXPORT)))
        data = self.data[name]
        at = data.columns["changed_at"][: self.visible(name)]
        first = int(np.searchsorted(at, start))
        last = min(first + size, len(at))
        if first < len(at):
            # All rows of the last second come together, and a page always gets past its first second.
            last = int(np.searchsorted(at, at[last - 1], side="right"))
            if at[last - 1] == start and last < len(at):
                last = int(np.searchsorted(at, at[last], side="right"))
        end = int(at[last - 1]) if last > first else start
        query = {k: asked[k] for k in ("include", "per_page", "support_type_scope") if k in asked}
        rest: dict[str, Any] = {
            "count": last - first,
            "end_time": end,
            "next_page": link(request, f"{PREFIX}{path}.json", {"start_time": end} | query),
        }
        if has_end:
            rest["end_of_stream"] = last >= len(at)
        return data.slice(first, last), rest

    def event_export(self, request: Request, path: str) -> Response:
        records, rest = self.time_page(request, path, "ticket_events")
        if "comment_events" in request.query_params.get("include", ""):
            return page("ticket_events", records, rest)
        events = json.loads(b"[" + records + b"]")
        for event in events:
            event["child_events"] = [
                {
                    "id": child["id"],
                    "via": child["via"],
                    "via_reference_id": None,
                    "comment_present": True,
                    "comment_public": child["public"],
                    "event_type": "Comment",
                }
                if child["event_type"] == "Comment"
                else child
                for child in event["child_events"]
            ]
        return document({"ticket_events": events, **rest})

    # P5: lists in one answer.

    def unpaged(self, name: str, has_rows: bool = True) -> Response:
        rows = len(self.data[name]) if has_rows else 0
        return page(name, self.data[name].slice(0, rows), {"count": rows, "next_page": None, "previous_page": None})

    def macros_without_use(self) -> Response:
        """How often each was used is told only when it is asked for."""
        told = self.data["macros"]
        macros = json.loads(b"[" + told.slice(0, len(told)) + b"]")
        rows = [{key: value for key, value in macro.items() if key != "usage_30d"} for macro in macros]
        return document({"macros": rows, "count": len(rows), "next_page": None, "previous_page": None})

    # P3 and P4: lists.

    def plain_list(self, request: Request, path: str, name: str, rows: Ints | None = None) -> Response:
        rows = np.arange(len(self.data[name])) if rows is None else rows
        if "page[size]" in request.query_params:
            return self.cursor_list(request, path, name, rows)
        asked = request.query_params
        size = min(MAX_LIST, max(1, whole(asked.get("per_page"), MAX_LIST)))
        number = max(1, whole(asked.get("page"), 1))
        if number > 100:
            raise invalid("Invalid search: pagination beyond 100 pages is not allowed")
        first, last = (number - 1) * size, min(number * size, len(rows))
        full = f"{PREFIX}{path}.json"
        keep = {k: asked[k] for k in ("start_time", "per_page") if k in asked}
        rest = {
            "count": len(rows),
            "next_page": link(request, full, keep | {"page": number + 1}) if last < len(rows) else None,
            "previous_page": link(request, full, keep | {"page": number - 1}) if number > 1 else None,
        }
        return page(name, self.data[name].rows(rows[first:last]), rest)

    def cursor_list(self, request: Request, path: str, name: str, rows: Ints) -> Response:
        asked = request.query_params
        size = min(MAX_LIST, max(1, whole(asked.get("page[size]"), MAX_LIST)))
        first = (
            int(np.searchsorted(rows, read_list_cursor(asked["page[after]"]), side="right"))
            if asked.get("page[after]")
            else 0
        )
        last = min(first + size, len(rows))
        after = list_cursor(int(rows[last - 1])) if last > first else asked.get("page[after]")
        before = list_cursor(int(rows[first])) if last > first else None
        full = f"{PREFIX}{path}.json"
        keep = {k: asked[k] for k in ("start_time", "page[size]") if k in asked}
        rest = {
            "meta": {"has_more": last < len(rows), "after_cursor": after, "before_cursor": before},
            "links": {
                "next": link(request, full, keep | {"page[after]": after}) if after else None,
                "prev": link(request, full, keep | {"page[before]": before}) if before else None,
            },
        }
        return page(name, self.data[name].rows(rows[first:last]), rest)

    def survey_list(self, request: Request) -> Response:
        asked = request.query_params
        data = self.data["survey_responses"]
        sent = data.columns["changed_at"]
        start = whole(asked.get("filter[created_at_start]"), 0)
        end = whole(asked.get("filter[created_at_end]"), 2**60)
        low, high = int(np.searchsorted(sent, start)), int(np.searchsorted(sent, end, side="right"))
        size = min(MAX_SURVEYS, max(1, whole(asked.get("page[size]"), MAX_SURVEYS)))
        first = low
        if asked.get("page[after]"):
            at, number = self.read_ulid(asked["page[after]"])
            first = int(np.searchsorted(sent, at))
            same = int(np.searchsorted(sent, at, side="right"))
            first = max(low, first + int(np.searchsorted(data.columns["id"][first:same], number, side="right")))
        last = min(first + size, high)
        after = self.ulid(last - 1) if last > first else asked.get("page[after]")
        before = self.ulid(first) if last > first else None
        meta = {"has_more": last < high, "after_cursor": after, "before_cursor": before}
        return page("survey_responses", data.slice(first, last), {"meta": meta})

    def ulid(self, row: int) -> str:
        columns = self.data["survey_responses"].columns
        return f"01{int(columns['changed_at'][row]):012X}{int(columns['id'][row]):012X}"

    @staticmethod
    def read_ulid(text: str) -> tuple[int, int]:
        if not re.fullmatch(r"01[0-9A-F]{24}", text):
            raise Refusal(
                document({"errors": [{"title": "Invalid cursor", "detail": "page[after] is not valid"}]}, 400)
            )
        return int(text[2:14], 16), int(text[14:], 16)

    # One ticket.

    def one_ticket(self, request: Request, path: str, number: int, part: str | None) -> Response:
        rows = np.nonzero(self.data["tickets"].columns["id"] == number)[0]
        if not len(rows) or self.data["tickets"].columns["is_deleted"][rows[0]]:
            raise not_found()
        ticket = json.loads(self.data["tickets"].slice(int(rows[0]), int(rows[0]) + 1))
        metrics = ticket.pop("metric_set")
        if part is None:
            return document({"ticket": ticket})
        if part == "/metrics":
            return document({"ticket_metric": metrics})
        own = np.nonzero(self.data["ticket_events"].columns["ticket_id"] == number)[0]
        events = json.loads(b"[" + self.data["ticket_events"].rows(own) + b"]")
        items = _comments(events) if part == "/comments" else [_audit(event) for event in events]
        name = part[1:]
        size = min(MAX_LIST, max(1, whole(request.query_params.get("page[size]"), MAX_LIST)))
        after = request.query_params.get("page[after]")
        first = read_list_cursor(after) + 1 if after else 0
        last = min(first + size, len(items))
        cursor = list_cursor(last - 1) if last > first else after
        full = f"{PREFIX}{path}.json"
        rest = {
            "meta": {"has_more": last < len(items), "after_cursor": cursor, "before_cursor": None},
            "links": {"next": link(request, full, {"page[after]": cursor, "page[size]": size}), "prev": None},
        }
        return document({name: items[first:last], **rest})


Server = Zendesk


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {
        "BASE_URL": base,
        # People were hired and accounts opened long before the first ticket of the world.
        "START_DATE": "2020-01-01T00:00:00Z",
        "CLIENT_ID": access.CLIENT_ID,
        "CLIENT_SECRET": access.CLIENT_SECRET,
    }


def _comments(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    left_out = {"event_type", "via_reference_id"}
    return [
        {k: v for k, v in child.items() if k not in left_out} | {"metadata": {"system": {}, "custom": {}}}
        for event in events
        for child in event["child_events"]
        if child["event_type"] == "Comment"
    ]


def _audit(event: dict[str, Any]) -> dict[str, Any]:
    children = []
    for child in event["child_events"]:
        if child["event_type"] == "Comment":
            children.append({k: v for k, v in child.items() if k not in ("event_type", "via_reference_id")})
            continue
        told = {"id", "event_type", "via", "via_reference_id", "previous_value", "added_tags", "removed_tags"}
        field = next(k for k in child if k not in told)
        row = {"id": child["id"], "type": child["event_type"], "field_name": field, "value": child[field]}
        children.append(row if child["event_type"] == "Create" else row | {"previous_value": child["previous_value"]})
    return {
        "id": event["id"],
        "ticket_id": event["ticket_id"],
        "created_at": event["created_at"],
        "author_id": event["updater_id"],
        "metadata": {"system": event["system"], "custom": {}},
        "via": {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}},
        "events": children,
    }
