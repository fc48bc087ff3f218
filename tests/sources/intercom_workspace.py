"""A workspace of a few written-down records behind the sandbox's own Intercom server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipelines.sandbox.server import access
from pipelines.sandbox.server.intercom import RESOURCES, Intercom
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.server.scroll import Scroll
from tests.sources.written_records import Kept, Record, keep, listening

START = 1_788_220_800  # 2026-09-01, midnight UTC


def conversation(number: int, updated_at: int, **more: Any) -> Record:
    return {
        "type": "conversation",
        "id": str(number),
        "created_at": START,
        "updated_at": updated_at,
        "state": "open",
        "priority": "none",
        "ai_agent_participated": False,
        "ai_agent": None,
        **more,
    }


def fin(state: str | None) -> Record:
    return {"ai_agent_participated": True, "ai_agent": {"source_type": "workflow", "resolution_state": state}}


def part(number: int, of: int, at: int = START, **more: Any) -> Record:
    author = {"type": "user", "id": "66c1"}
    return {"type": "conversation_part", "id": str(number), "part_type": "comment", "body": "Hi", "created_at": at} | {
        "author": author,
        "redacted": False,
        "_of": of,
        **more,
    }


def contact(number: int, updated_at: int) -> Record:
    return {"type": "contact", "id": f"66c{number}", "role": "user", "created_at": START, "updated_at": updated_at}


@dataclass
class Workspace:
    """What the workspace holds; `asked` are the requests, `gone` conversations that are deleted once listed.

    `lost` are parts that do not come, though their conversation counts them.
    """

    folder: Path
    conversations: list[Record] = field(default_factory=list)
    parts: list[Record] = field(default_factory=list)
    contacts: list[Record] = field(default_factory=list)
    deleted: list[Record] = field(default_factory=list)
    companies: list[Record] = field(default_factory=list)
    scroll: Scroll = field(default_factory=lambda: Scroll(5.0))
    gone: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, int, dict[str, str]]] = field(default_factory=list)
    most: int = 10_000
    port: int = 0
    kept: Kept = field(default_factory=Kept)

    @property
    def env(self) -> dict[str, str]:
        return {
            "SOURCES__INTERCOM__BASE_URL": f"http://127.0.0.1:{self.port}/intercom",
            "SOURCES__INTERCOM__START_DATE": "2026-08-01",
            "SOURCES__INTERCOM__ACCESS_TOKEN": access.INTERCOM_TOKEN,
            "SOURCES__INTERCOM__RETRY_SECONDS": "3",
        }

    def server(self) -> Intercom:
        """A server over the records as they are now."""
        records = (self.conversations, self.parts, self.contacts, self.deleted, self.companies)
        server: Intercom = self.kept.over(records, self._server)
        return server

    def _server(self) -> Intercom:
        told: dict[str, list[tuple[Record, dict[str, int]]]] = {name: [] for name in RESOURCES}
        for one in sorted(self.conversations, key=lambda c: (c["updated_at"], int(c["id"]))):
            told["conversations"].append((one, {"updated_at": one["updated_at"], "id": int(one["id"])}))
        for one in sorted(self.parts, key=lambda p: (p["_of"], int(p["id"]))):
            sent = {key: value for key, value in one.items() if key != "_of"}
            told["conversation_parts"].append((sent, {"conversation": one["_of"]}))
        for one in sorted(self.contacts, key=lambda c: c["updated_at"]):
            told["contacts"].append((one, {"updated_at": one["updated_at"], "id": int(one["id"][3:])}))
        told["deleted_conversations"] = [(one, {"id": int(one["id"])}) for one in self.deleted]
        told["companies"] = [(one, {"id": n}) for n, one in enumerate(self.companies)]
        told["admins"] = [({"type": "admin", "id": "8801", "name": "Ari", "email": "ari@acme.example"}, {"id": 8801})]
        told["teams"] = [({"type": "team", "id": "5501", "name": "Tech"}, {"id": 5501})]
        told["tags"] = [({"type": "tag", "id": "12", "name": "export"}, {"id": 12})]
        keep(self.folder / "intercom", told, ("updated_at", "id", "conversation"))
        return Intercom(self.folder, START, 1.0)


def _application(workspace: Workspace) -> Starlette:
    bucket = Bucket(workspace.most, 1.0)

    async def endpoint(request: Request) -> Response:
        number = request.url.path.rsplit("/", 1)[1]
        server = workspace.server()
        if number in workspace.gone:
            workspace.conversations = [c for c in workspace.conversations if c["id"] != number]
            server = workspace.server()
        server.bucket, server.scroll = bucket, workspace.scroll
        bucket.total = workspace.most
        response = await server.handle(request)
        if workspace.lost and number.isdigit():
            told = json.loads(bytes(response.body))
            parts = told["conversation_parts"]
            parts["conversation_parts"] = [p for p in parts["conversation_parts"] if p["id"] not in workspace.lost]
            response = JSONResponse(told)
        headers = {k.lower(): v for k, v in request.headers.items()} | {
            f"answer:{k.lower()}": v for k, v in response.headers.items()
        }
        workspace.asked.append((request.method, request.url.path, response.status_code, headers))
        return response

    return Starlette(routes=[Route("/intercom/{rest:path}", endpoint, methods=["GET", "POST"])])


@contextmanager
def serving(workspace: Workspace) -> Iterator[Workspace]:
    """Serves the workspace until the block ends."""
    with listening(_application(workspace)) as workspace.port:
        yield workspace
