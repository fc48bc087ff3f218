"""Intercom's API: search by cursor, one conversation with its newest parts, lists of every other kind of paging."""

from __future__ import annotations

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.intercom import RESOURCES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes, link, page, whole
from pipelines.sandbox.server.intercom_versions import OLDEST, VERSIONS, as_searched, as_written
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.server.scroll import Scroll

PREFIX = "/intercom"
DAY = 86400
# 10,000 a minute, counted in windows of ten seconds.
REQUESTS_A_WINDOW = 1667
MAX_PAGE, DEFAULT_PAGE, MAX_PARTS, SCROLLED = 150, 20, 500, 100
# Lists that come whole: path, key of the records, type of the list.
WHOLE = {"admins": ("admins", "admin.list"), "teams": ("teams", "team.list"), "tags": ("data", "list")}
SEARCHED = {"conversations": ("conversations", "conversation.list"), "contacts": ("data", "list")}


class Refusal(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def invalid(message: str) -> Refusal:
    return Refusal(400, "parameter_invalid", message)


def _cursor(at: int, number: int) -> str:
    return base64.b64encode(json_bytes([at, number])).decode()


def _read_cursor(text: str) -> tuple[int, int]:
    try:
        at, number = json.loads(base64.b64decode(text, validate=True))
        return int(at), int(number)
    except (binascii.Error, ValueError, TypeError) as error:
        raise invalid("starting_after is not a valid cursor") from error


class Intercom:
    """Everything below `/intercom`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.now = now
        self.data = {name: Pages.open(served / "intercom", name) for name in RESOURCES}
        self.bucket = Bucket(REQUESTS_A_WINDOW, window)
        # A minute, shortened like the ten seconds of the limit.
        self.scroll = Scroll(6 * window)
        ids = self.data["conversations"].columns["id"]
        self.by_id: Ints = np.argsort(ids, kind="stable")
        self.ids = ids[self.by_id]

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.INTERCOM_TOKEN:
            return _error(401, "unauthorized", "Access Token Invalid")
        allowed = self.bucket.take()
        headers = {
            "X-RateLimit-Limit": str(self.bucket.total),
            "X-RateLimit-Remaining": str(self.bucket.remaining),
            "X-RateLimit-Reset": str(int(datetime.now(UTC).timestamp()) + self.bucket.resets_in),
        }
        if not allowed:
            text = f"Exceeded rate limit of {self.bucket.total} in 10_seconds"
            return _error(429, "rate_limit_exceeded", text, headers)
        version = request.headers.get("intercom-version", OLDEST)
        try:
            if version not in VERSIONS:
                raise Refusal(400, "intercom_version_invalid", "The requested version could not be found")
            body = await request.body()
            asked = json.loads(body) if body else {}
            response = self.route(request, request.url.path[len(PREFIX) :], VERSIONS.index(version), asked)
        except Refusal as refusal:
            response = _error(refusal.status, refusal.code, str(refusal))
        except (ValueError, TypeError, KeyError):
            response = _error(400, "parameter_invalid", "A parameter is not valid")
        response.headers.update(headers)
        return response

    def route(self, request: Request, path: str, version: int, asked: dict[str, Any]) -> Response:
        name = path[1:]
        kind = name.removesuffix("/search")
        if kind in SEARCHED and (request.method == "POST") == name.endswith("/search"):
            return self.search(request, kind, version, asked)
        if request.method != "GET":
            raise Refusal(404, "not_found", "The requested resource was not found")
        if name in WHOLE:
            key, type_of = WHOLE[name]
            return page(key, self.data[name].slice(0, len(self.data[name])), {"type": type_of})
        if name == "companies/scroll":
            return self.companies(request)
        if name == "articles":
            return self.articles(request)
        if name == "conversations/deleted" and version >= VERSIONS.index("2.16"):
            return self.deleted(request)
        found = re.fullmatch(r"conversations/(\d+)", name)
        if found:
            return self.conversation(request, int(found[1]), version)
        raise Refusal(404, "not_found", "The requested resource was not found")

    # Search and list by cursor.

    def search(self, request: Request, name: str, version: int, asked: dict[str, Any]) -> Response:
        by_search = request.method == "POST"
        paging = (asked.get("pagination") or {}) if by_search else dict(request.query_params)
        size = int(paging.get("per_page") or (DEFAULT_PAGE if name == "conversations" else 50))
        if not 1 <= size <= MAX_PAGE:
            raise invalid(f"per_page must be between 1 and {MAX_PAGE}")
        data = self.data[name]
        rows = self.found(name, version, asked["query"]) if by_search else np.arange(len(data))
        at, number = data.columns["updated_at"][rows], data.columns["id"][rows]
        sort = asked.get("sort") or {}
        if sort.get("field", "updated_at") != "updated_at":
            raise invalid("sort.field must be updated_at")
        step = 1 if sort.get("order") == "ascending" else -1
        rows, at, number = rows[::step], at[::step], number[::step]
        first = 0
        if paging.get("starting_after"):
            place = np.array(_read_cursor(str(paging["starting_after"]))) * step
            first = int(
                np.count_nonzero((at * step < place[0]) | ((at * step == place[0]) & (number * step <= place[1])))
            )
        last = min(first + size, len(rows))
        pages: dict[str, Any] = {"type": "pages", "page": first // size + 1, "per_page": size}
        pages["total_pages"] = -(-len(rows) // size)
        if last < len(rows):
            after = _cursor(int(at[last - 1]), int(number[last - 1]))
            pages["next"] = {"per_page": size, "starting_after": after}
        elif name == "contacts":
            pages["next"] = None
        records = data.rows(rows[first:last])
        if name == "conversations":
            records = as_searched(
                as_written(records, version, request.query_params.get("include_scorecards") == "true")
            )
        key, type_of = SEARCHED[name]
        return page(key, records, {"type": type_of, "total_count": len(rows), "pages": pages})

    def found(self, name: str, version: int, query: dict[str, Any]) -> Ints:
        """Rows that meet the query, in order of their last change."""
        filters = query["value"] if query.get("operator") in ("AND", "OR") else [query]
        if query.get("operator") == "OR" or len(filters) > 15:
            raise invalid("This query is not supported")
        at = self.data[name].columns["updated_at"]
        low, high = 0, len(at)
        for one in filters:
            if one.get("field") != "updated_at" or one.get("operator") not in (">", "<", "="):
                raise invalid(f"{one.get('field')} {one.get('operator')} is not a valid filter")
            value = int(one["value"])
            # Up to 2.16 contacts are filtered by whole days.
            by_day = name == "contacts"
            start, stop = (value // DAY * DAY, value // DAY * DAY + DAY - 1) if by_day else (value, value)
            if one["operator"] in (">", "="):
                low = max(low, int(np.searchsorted(at, stop if one["operator"] == ">" else start - 1, side="right")))
            if one["operator"] in ("<", "="):
                high = min(high, int(np.searchsorted(at, start if one["operator"] == "<" else stop + 1)))
        return np.arange(low, max(low, high))

    # One conversation.

    def conversation(self, request: Request, number: int, version: int) -> Response:
        place = int(np.searchsorted(self.ids, number))
        if place >= len(self.ids) or self.ids[place] != number:
            raise Refusal(404, "conversation_not_found", "Conversation not found")
        row = int(self.by_id[place])
        head = as_written(self.data["conversations"].slice(row, row + 1), version)
        parts = self.data["conversation_parts"]
        owner = parts.columns["conversation"]
        first, last = int(np.searchsorted(owner, number)), int(np.searchsorted(owner, number, side="right"))
        told = parts.slice(max(first, last - MAX_PARTS), last)
        if request.query_params.get("display_as") == "plaintext":
            head, told = (
                head.replace(b"<p>", b"").replace(b"</p>", b""),
                told.replace(b"<p>", b"").replace(b"</p>", b""),
            )
        envelope = (
            b',"conversation_parts":{"type":"conversation_part.list","total_count":%d,"conversation_parts":[%b]}}'
        )
        return answer(head[:-1] + envelope % (last - first, told))

    # Companies by scroll.

    def companies(self, request: Request) -> Response:
        name = request.query_params.get("scroll_param")
        if name is None and not self.scroll.begin():
            raise Refusal(400, "scroll_exists", "scroll already exists for this workspace")
        if name is not None and not self.scroll.goes_on(name):
            raise Refusal(404, "not_found", "scroll parameter not found")
        first = self.scroll.position
        last = self.scroll.position = min(first + SCROLLED, len(self.data["companies"]))
        rest = {"type": "list", "pages": None, "total_count": None, "scroll_param": self.scroll.name}
        if first == last:
            self.scroll.end()
        return page("data", self.data["companies"].slice(first, last), rest)

    # Lists by page.

    def by_page(self, request: Request, name: str) -> tuple[bytes, dict[str, Any], int, int]:
        """Records of the page asked for, what the answer says of pages, the page's number and the count of records."""
        size, number = (
            whole(request.query_params.get("per_page"), DEFAULT_PAGE),
            whole(request.query_params.get("page"), 1),
        )
        if not 1 <= size <= MAX_PAGE or number < 1:
            raise invalid("page or per_page is out of range")
        data = self.data[name]
        count = len(data)
        records = data.slice(min((number - 1) * size, count), min(number * size, count))
        pages = {"type": "pages", "page": number, "per_page": size, "total_pages": -(-count // size), "next": None}
        return records, pages, number, count

    def articles(self, request: Request) -> Response:
        records, pages, number, count = self.by_page(request, "articles")
        if number < pages["total_pages"]:
            pages["next"] = {"page": number + 1}
        return page("data", records, {"type": "list", "total_count": count, "pages": pages})

    def deleted(self, request: Request) -> Response:
        records, pages, number, count = self.by_page(request, "deleted_conversations")
        if number < pages["total_pages"]:
            query = {"page": number + 1, "per_page": pages["per_page"]}
            pages["next"] = link(request, request.url.path, query)
        return page("conversations", records, {"type": "conversations.list", "total_count": count, "pages": pages})


Server = Intercom


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    content = {"type": "error.list", "request_id": "sandbox", "errors": [{"code": code, "message": message}]}
    return document(content, status, headers)


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    # Contacts were there long before the first conversation of the world.
    return {"BASE_URL": base, "START_DATE": "2020-01-01T00:00:00Z", "ACCESS_TOKEN": access.INTERCOM_TOKEN}
