"""A small server with the three vendors' API shapes over records that a test writes down, and faults on request."""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipelines.sources.times import iso_to_unix

TOKEN = "token-{}"
UNPAGED = {
    "custom_statuses": "custom_statuses",
    "slas/policies": "sla_policies",
    "group_slas/policies": "group_sla_policies",
    "business_hours/schedules": "schedules",
}
SECRET = "s3cret-value"


@dataclass
class Vendors:
    """What the server holds. `faults` maps a path to what its next answers are: 429, 500, "reset", "truncated", ...

    `lost` names the tables whose answers lack their last record, though they count it.
    """

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: dict[str, list[Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)
    page: int = 3
    tokens: int = 0
    pause: float = 0.0
    port: int = 0
    lost: set[str] = field(default_factory=set)

    def env(self, **more: str) -> dict[str, str]:
        base = f"http://127.0.0.1:{self.port}"
        return {
            "SOURCES__ZENDESK__BASE_URL": f"{base}/zendesk",
            "SOURCES__ZENDESK__START_DATE": "2026-05-01",
            "SOURCES__ZENDESK__CLIENT_ID": "haven",
            "SOURCES__ZENDESK__CLIENT_SECRET": SECRET,
            "SOURCES__ASSEMBLED__BASE_URL": f"{base}/assembled/v0",
            "SOURCES__ASSEMBLED__START_DATE": "2026-05-01",
            "SOURCES__ASSEMBLED__END_DATE": "2026-05-15",
            "SOURCES__ASSEMBLED__API_KEY": SECRET,
            "SOURCES__ADA__BASE_URL": f"{base}/ada",
            "SOURCES__ADA__START_DATE": "2026-05-01",
            "SOURCES__ADA__END_DATE": "2026-05-15",
            "SOURCES__ADA__API_KEY": SECRET,
            "SOURCES__ZENDESK__RETRY_SECONDS": "3",
            "SOURCES__ASSEMBLED__RETRY_SECONDS": "3",
            "SOURCES__ADA__RETRY_SECONDS": "3",
        } | more

    def rows(self, name: str) -> list[dict[str, Any]]:
        return self.tables.get(name, [])


def _zendesk_cursor(vendors: Vendors, request: Request, table: str, moment: str) -> Response:
    query = request.query_params
    rows = sorted(vendors.rows(table), key=lambda r: (_moment(r, moment), r["id"]))
    if table == "tickets" and query.get("support_type_scope") != "all":
        rows = [row for row in rows if row.get("support_type", "agent") == "agent"]
    if "cursor" in query:
        at, key = query["cursor"].split("|")
        rows = [row for row in rows if (_moment(row, moment), row["id"]) > (float(at), int(key))]
    else:
        rows = [row for row in rows if _moment(row, moment) >= int(query["start_time"])]
    page = rows[: vendors.page]
    cursor = f"{_moment(page[-1], moment)}|{page[-1]['id']}" if page else query.get("cursor")
    return JSONResponse({table: page, "after_cursor": cursor, "end_of_stream": len(rows) <= vendors.page})


def _zendesk_time(vendors: Vendors, request: Request, table: str, moment: str) -> Response:
    start = int(request.query_params["start_time"])
    rows = sorted(vendors.rows(table), key=lambda r: (_moment(r, moment), r["id"]))
    rows = [row for row in rows if _moment(row, moment) >= start]
    page = rows[: vendors.page]
    page += [row for row in rows[vendors.page :] if _moment(row, moment) == _moment(page[-1], moment)]
    end = int(_moment(page[-1], moment)) if page else start
    told = page[:-1] if table in vendors.lost and len(page) == len(rows) else page
    return JSONResponse({table: told, "count": len(page), "end_time": end, "end_of_stream": len(page) == len(rows)})


def _zendesk_list(vendors: Vendors, request: Request, table: str, since: str | None = None) -> Response:
    after = int(request.query_params.get("page[after]", 0))
    rows = vendors.rows(table)
    if since and (value := request.query_params.get(since)):
        scale = 1000 if since.startswith("filter") else 1
        rows = [row for row in rows if _sent(row) >= int(value) / scale]
    if "page[size]" not in request.query_params:
        return JSONResponse({table: rows[:1], "count": len(rows), "next_page": None, "previous_page": None})
    rows = rows[:-1] if table in vendors.lost else rows
    page = rows[after : after + vendors.page]
    meta = {"has_more": after + len(page) < len(rows), "after_cursor": str(after + len(page))}
    return JSONResponse({table: page, "meta": meta, "links": {"next": "http://elsewhere.example/never"}})


def _sent(row: dict[str, Any]) -> float:
    return (iso_to_unix(row["expires_at"]) or 0) - 28 * 86_400 if "expires_at" in row else _moment(row, "created_at")


def _moment(row: dict[str, Any], name: str) -> float:
    return iso_to_unix(row[name]) or 0.0


def _assembled(vendors: Vendors, request: Request, path: str) -> Response:
    query = request.query_params
    limit, offset = int(query.get("limit", 100)), int(query.get("offset", 0))
    table = {"agents/state/condensed_timeline": "agent_states", "forecasted_vs_actuals": "forecasts"}.get(path, path)
    if table == "agent_states" and not query.get("priority_order"):
        return JSONResponse({"message": "Missing required field priority_order"}, 400)
    rows = vendors.rows(f"assembled_{table}")
    if "start_time" in query:
        start, end = int(query["start_time"]), int(query["end_time"])
        if table == "forecasts" and (start % 1800 or end % 1800):
            return JSONResponse({"message": "expect end in an increment of 1800"}, 400)
        rows = [row for row in rows if start <= row["start_time"] < end]
        if table == "forecasts":
            rows = [row for row in rows if row["channel"] == query["channel"]]
    page = rows[offset : offset + limit]
    if table in ("agent_states", "forecasts"):
        return JSONResponse({"forecasts_vs_actuals" if table == "forecasts" else table: page})
    key = "id_with_timestamps" if table == "activities" else "id"
    return JSONResponse({table: {row[key]: row for row in page}, "total": len(rows)})


def _ada(vendors: Vendors, request: Request, table: str) -> Response:
    query = request.query_params
    what = "updated" if "updated_since" in query else "created"
    since, to = _iso(query[f"{what}_since"]), _iso(query[f"{what}_to"])
    if to - since > 60 * 86_400:
        body = {"errors": [{"type": "invalid_parameter", "message": "span above 60 days", "details": None}]}
        return JSONResponse(body, 400)
    rows = [r for r in vendors.rows(f"ada_{table}") if since <= _moment(r, f"date_{what}") < to]
    offset = int(query.get("offset", 0))
    page = rows[offset : offset + vendors.page]
    link = None
    if offset + len(page) < len(rows):
        rest = "&".join(f"{k}={v}" for k, v in query.items() if k != "offset")
        # Relative for conversations, absolute with another host for messages: both occur.
        link = f"/ada/api/v2/export/{table}?{rest}&offset={offset + len(page)}"
        link = link if table == "conversations" else "http://elsewhere.example" + link
    rows_key = "data" if table == "conversations" else "items"
    return JSONResponse({rows_key: page, "meta": {"next_page_uri": link}})


def _iso(text: str) -> float:
    value = iso_to_unix(text)
    assert value is not None
    return value


def _answer(vendors: Vendors, request: Request) -> Response:
    vendor, path = request.path_params["vendor"], request.path_params["path"]
    if vendor == "zendesk":
        tail = path.removeprefix("api/v2/")
        if tail == "incremental/tickets/cursor":
            return _zendesk_cursor(vendors, request, "tickets", "generated_timestamp")
        if tail == "incremental/users/cursor":
            return _zendesk_cursor(vendors, request, "users", "updated_at")
        if tail.startswith("incremental/"):
            table = tail.removeprefix("incremental/")
            moment = {"ticket_events": "timestamp", "ticket_metric_events": "time"}.get(table, "updated_at")
            return _zendesk_time(vendors, request, table, moment)
        if tail.startswith("help_center/incremental/"):
            return _zendesk_time(vendors, request, tail.removeprefix("help_center/incremental/"), "updated_at")
        if tail in UNPAGED or tail.endswith("/holidays"):
            rows = vendors.rows(UNPAGED.get(tail, "holidays"))
            return JSONResponse({UNPAGED.get(tail, "holidays"): rows, "count": len(rows), "next_page": None})
        if tail == "guide/survey_responses":
            return _zendesk_list(vendors, request, "survey_responses", "filter[created_at_start]")
        return _zendesk_list(vendors, request, tail, "start_time" if tail == "satisfaction_ratings" else None)
    if vendor == "assembled":
        return _assembled(vendors, request, path.removeprefix("v0/"))
    return _ada(vendors, request, path.removeprefix("api/v2/export/"))


def _is_allowed(vendors: Vendors, request: Request, vendor: str) -> bool:
    header = request.headers.get("authorization", "")
    if vendor == "zendesk":
        return header == f"Bearer {TOKEN.format(vendors.tokens)}"
    basic = "Basic " + base64.b64encode(f"{SECRET}:".encode()).decode()
    return header == (basic if vendor == "assembled" else f"Bearer {SECRET}")


def _fault(kind: Any) -> Response | None:
    if kind == 429:
        return PlainTextResponse("slow down", 429, {"Retry-After": "0"})
    if kind == "limit":
        return JSONResponse({"errors": []}, 429, {"X-RateLimit-Reset": str(int(time.time()) + 1)})
    if isinstance(kind, int):
        return JSONResponse({"error": "Broken", "description": "as asked for"}, kind)
    if kind == "malformed":
        return Response('{"tickets": [{"id": 1', media_type="application/json")
    if kind == "html":
        return Response("<html>maintenance</html>", media_type="text/html")
    return None


class _Truncated(Response):
    """An answer that promises more bytes than it sends."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"100000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"data": [', "more_body": True})
        raise ConnectionResetError("as asked for")


class _Reset(Response):
    """No answer: the connection is torn down."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope["transport"].abort()


def _application(vendors: Vendors) -> Any:
    async def endpoint(request: Request) -> Response:
        vendor, path = request.path_params["vendor"], request.path_params["path"]
        name = f"{vendor}/{path}"
        vendors.hits[name] += 1
        vendors.asked.append((name, dict(request.query_params)))
        if vendors.pause:
            await asyncio.sleep(vendors.pause)
        if faults := vendors.faults.get(name):
            kind = faults.pop(0)
            if kind in ("reset", "truncated"):
                return _Reset() if kind == "reset" else _Truncated()
            if kind == 401:
                vendors.tokens += 1  # the token that is out no longer counts
            elif kind is not None and (answer := _fault(kind)) is not None:
                return answer
        if path == "oauth/tokens":
            body = await request.json()
            if body["client_secret"] != SECRET:
                return JSONResponse({"error": "invalid_client"}, 401)
            vendors.tokens += 1
            return JSONResponse({"access_token": TOKEN.format(vendors.tokens), "expires_in": 1799})
        if not _is_allowed(vendors, request, vendor):
            return JSONResponse({"error": "Couldn't authenticate you"}, 401)
        return _answer(vendors, request)

    routed = Starlette(routes=[Route("/{vendor}/{path:path}", endpoint, methods=["GET", "POST"])])

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await routed(scope | {"transport": send.__self__.transport}, receive, send)

    return application


@contextmanager
def serving(vendors: Vendors) -> Iterator[Vendors]:
    """Serves on a free loopback port, in a thread, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(_application(vendors), port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    vendors.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield vendors
    finally:
        server.should_exit = True
        thread.join()
