"""An account of a few written-down records behind the sandbox's own Gorgias server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipelines.sandbox.server import access
from pipelines.sandbox.server.gorgias import PREFIX, RESOURCES, Gorgias
from pipelines.sandbox.server.limits import Bucket
from pipelines.sources.times import iso_to_unix
from tests.sources.written_records import Kept, Record, keep, listening

START = 1_788_220_800  # 2026-09-01, midnight UTC


def stamp(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000+00:00")


def naive(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def ticket(number: int, updated_at: int, messages: int = 0, **more: Any) -> Record:
    return {
        "id": number,
        "status": "open",
        "channel": "email",
        "spam": False,
        "tags": [],
        "messages_count": messages,
        "created_datetime": stamp(START),
        "updated_datetime": stamp(updated_at),
        "trashed_datetime": None,
        **more,
    }


def message(number: int, of: int, at: int = START, **more: Any) -> Record:
    times = {"created_datetime": stamp(at), "deleted_datetime": None}
    return {"id": number, "ticket_id": of, "public": True, "from_agent": False, "body_text": "Hi"} | times | more


def event(number: int, of: int, word: str, at: int = START) -> Record:
    what = {"object_type": "Ticket", "object_id": of, "type": word, "user_id": None, "data": None}
    return {"id": number, **what, "created_datetime": stamp(at)}


def survey(number: int, of: int, score: int | None, scored_at: int | None) -> Record:
    # As the reference writes a survey's times: without an offset.
    sent = {"created_datetime": naive(START), "sent_datetime": naive(START + 60)}
    return {"id": number, "ticket_id": of, "score": score, **sent, "scored_datetime": scored_at and naive(scored_at)}


def _unix(record: Record, name: str) -> int:
    return int(iso_to_unix(record[name]) or 0)


@dataclass
class Desk:
    """What the account holds; `asked` are the requests with their queries and answers.

    `forgets` are paths whose next cursor is refused; `merged` tickets live on in others; `lost` messages do not come,
    though their ticket counts them; `gone` tickets are purged once listed.
    """

    folder: Path
    tickets: list[Record] = field(default_factory=list)
    messages: list[Record] = field(default_factory=list)
    events: list[Record] = field(default_factory=list)
    surveys: list[Record] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)
    forgets: set[str] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    asked: list[tuple[str, dict[str, str], int, dict[str, str]]] = field(default_factory=list)
    most: int = 10_000
    port: int = 0
    kept: Kept = field(default_factory=Kept)

    @property
    def env(self) -> dict[str, str]:
        told = {"BASE_URL": f"http://127.0.0.1:{self.port}{PREFIX}", "START_DATE": "2026-08-01"}
        told |= {"EMAIL": access.EMAIL, "API_KEY": access.GORGIAS_KEY, "RETRY_SECONDS": "3"}
        return {f"SOURCES__GORGIAS__{name}": value for name, value in told.items()}

    def server(self) -> Gorgias:
        """A server over the records as they are now."""
        records = (self.tickets, self.messages, self.events, self.surveys, sorted(self.lost))
        server: Gorgias = self.kept.over(records, self._server)
        server.merged = self.merged
        return server

    def _server(self) -> Gorgias:
        told: dict[str, list[tuple[Record, dict[str, int]]]] = {name: [] for name in RESOURCES}
        for one in self.tickets:
            trashed = int(one["trashed_datetime"] is not None)
            own = {"updated_at": _unix(one, "updated_datetime"), "id": one["id"], "is_trashed": trashed}
            told["tickets"].append((one, own))
            told["ticket_custom_fields"].append(({"data": []}, {"id": one["id"]}))
        said = (m for m in self.messages if m["id"] not in self.lost)
        told["messages"] = [(m, {"ticket": m["ticket_id"], "id": m["id"]}) for m in said]
        for one in self.events:
            own = {"created_at": _unix(one, "created_datetime"), "id": one["id"]}
            told["events"].append((one, own | {"is_merger": int(one["type"] == "ticket-merged")}))
        for one in self.surveys:
            own = {"created_at": _unix(one, "created_datetime"), "id": one["id"], "ticket": one["ticket_id"]}
            told["satisfaction_surveys"].append((one, own))
        numbers = ("updated_at", "created_at", "id", "ticket", "is_trashed", "is_merger")
        keep(self.folder / "gorgias", told, numbers)
        return Gorgias(self.folder, START, 1.0)

    def first_of(self, path: str) -> dict[str, str]:
        """The query of the first request to a path."""
        return next(query for asked, query, _, _ in self.asked if asked == path)


def _application(desk: Desk) -> Starlette:
    bucket = Bucket(desk.most, 1.0)

    async def endpoint(request: Request) -> Response:
        path, query = request.url.path.removeprefix(PREFIX), dict(request.query_params)
        if path == "/messages" and int(query["ticket_id"]) in desk.gone:
            desk.tickets = [one for one in desk.tickets if one["id"] not in desk.gone]
            desk.messages = [one for one in desk.messages if one["ticket_id"] not in desk.gone]
        server = desk.server()
        server.bucket, bucket.total = bucket, desk.most
        if "cursor" in query and path in desk.forgets:
            desk.forgets.discard(path)
            response: Response = JSONResponse({"error": {"msg": "The cursor has expired."}}, 400)
        else:
            response = await server.handle(request)
        desk.asked.append((path, query, response.status_code, {k.lower(): v for k, v in response.headers.items()}))
        return response

    return Starlette(routes=[Route(f"{PREFIX}/{{rest:path}}", endpoint)])


@contextmanager
def serving(desk: Desk) -> Iterator[Desk]:
    """Serves the account until the block ends."""
    with listening(_application(desk)) as desk.port:
        yield desk
