"""A help desk of a few written-down records behind the sandbox's own Freshdesk server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.server import access
from pipelines.sandbox.server.freshdesk import DAY, RESOURCES, TICKET_LISTS, Freshdesk
from pipelines.sandbox.server.limits import Bucket
from tests.sources.written_records import listening

Record = dict[str, Any]
START = 1_788_220_800  # 2026-09-01, midnight UTC
NUMBERS = ("id", "updated_at", "created_at", "list", "ticket_id", "moment", "executed_at")


def iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ticket(number: int, updated_at: int, created_at: int = START, **more: Any) -> Record:
    times = {"created_at": iso(created_at), "updated_at": iso(updated_at)}
    return {"id": number, "status": 2, "description_text": f"Words {number}", "stats": {}, "spam": False} | times | more


def said(number: int, of: int, at: int = START) -> Record:
    return {"id": number, "ticket_id": of, "body_text": "Hi", "incoming": True, "created_at": iso(at)}


def activity(at: int, of: int, **what: Any) -> Record:
    moment = datetime.fromtimestamp(at, UTC).strftime("%d-%m-%Y %H:%M:%S +0000")
    return {"performed_at": moment, "ticket_id": of, "performer_type": "system", "performer_id": None, "activity": what}


@dataclass
class Desk:
    """What the help desk holds, until when, and what was `asked` of it (path, query, status).

    `before` is called before each request is answered, and may change anything; `changed` answers in place of the
    server where it gives something.
    """

    folder: Path
    now: int = START + 30 * DAY + 7 * 3600
    tickets: list[Record] = field(default_factory=list)
    conversations: list[Record] = field(default_factory=list)
    contacts: list[Record] = field(default_factory=list)
    ratings: list[Record] = field(default_factory=list)
    activities: list[Record] = field(default_factory=list)
    before: Callable[[Request], None] = lambda request: None
    changed: Callable[[Request], Response | None] = lambda request: None
    asked: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    most: int = 10_000
    port: int = 0
    built: tuple[str, Freshdesk] | None = None

    @property
    def env(self) -> dict[str, str]:
        told = {
            "BASE_URL": f"http://127.0.0.1:{self.port}/freshdesk",
            "START_DATE": iso(START),
            "END_DATE": iso(self.now),
            "API_KEY": access.FRESHDESK_KEY,
            "RETRY_SECONDS": "3",
        }
        return {f"SOURCES__FRESHDESK__{name}": value for name, value in told.items()}

    def server(self) -> Freshdesk:
        """A server over the records as they are now, the last one where nothing changed."""
        held = (self.now, self.tickets, self.conversations, self.contacts, self.ratings, self.activities)
        if self.built is None or self.built[0] != repr(held):
            self.built = (repr(held), self._built())
        return self.built[1]

    def _built(self) -> Freshdesk:
        told: dict[str, list[Record]] = {name: [] for name in RESOURCES}
        for one in sorted(self.tickets, key=lambda t: (t["updated_at"], t["id"])):
            listed = "deleted" if one.get("deleted") else "spam" if one["spam"] else ""
            told["tickets"].append(_row(one, "id", "updated_at", "created_at") | {"list": TICKET_LISTS.get(listed, 0)})
        ordered = sorted(self.conversations, key=lambda s: (s["ticket_id"], s["id"]))
        told["conversations"] = [_row(one, "id", "ticket_id") for one in ordered]
        told["contacts"] = [_row(one, "id", "updated_at") for one in self.contacts]
        told["satisfaction_ratings"] = [_row(one, "id", "created_at") for one in self.ratings]
        for one in self.activities:
            at = datetime.strptime(one["performed_at"], "%d-%m-%Y %H:%M:%S %z")
            told["ticket_activities"].append({"record": json.dumps(one), "moment": int(at.timestamp())})
        con = duckdb.connect()
        schema = pa.schema([("record", pa.string()), *((name, pa.int64()) for name in NUMBERS)])
        for name, rows in told.items():
            con.register("told", pa.Table.from_pylist([dict.fromkeys(NUMBERS, 0) | row for row in rows], schema))
            write_pages(con, "select * from told", self.folder / "freshdesk", name)
        return Freshdesk(self.folder, self.now, 1.0)


def _row(record: Record, *numbers: str) -> Record:
    def number(value: Any) -> int:
        return value if isinstance(value, int) else int(datetime.fromisoformat(value).timestamp())

    return {"record": json.dumps(record), **{name: number(record[name]) for name in numbers}}


@contextmanager
def serving(desk: Desk) -> Iterator[Desk]:
    """Serves on a free loopback port, in a thread, until the block ends."""
    bucket = Bucket(desk.most, 1.0)

    async def endpoint(request: Request) -> Response:
        desk.before(request)
        server = desk.server()
        server.account, bucket.total = bucket, desk.most
        response = desk.changed(request) or await server.handle(request)
        path = request.url.path.removeprefix("/freshdesk").removeprefix("/api/v2")
        desk.asked.append((path, dict(request.query_params), response.status_code))
        return response

    with listening(Starlette(routes=[Route("/freshdesk/{rest:path}", endpoint)])) as desk.port:
        yield desk
