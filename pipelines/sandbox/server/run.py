"""Start the server on a world that is on disk."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.errors import HavenError
from pipelines.sandbox.build import World, open_world
from pipelines.sandbox.server.faults import MARK, Faults, parsed
from pipelines.sandbox.stacks import IN_FILES, STACKS, servers

HOST = "127.0.0.1"


def environment(world: World, port: int) -> dict[str, str]:
    """Every setting a loader needs to read this world from this server."""
    start = datetime.fromtimestamp(world.start, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    end = datetime.fromtimestamp(world.end, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {
        f"SOURCES__{vendor.upper()}__{name}": value
        for vendor, server in servers(STACKS[world.stack].vendors).items()
        for name, value in server.settings(f"http://{HOST}:{port}{server.PREFIX}", start, end).items()
    }
    files = {
        f"SOURCES__{vendor.upper()}__PATH": str(world.served / vendor)
        for vendor in STACKS[world.stack].vendors
        if vendor in IN_FILES
    }
    return told | files | {"SOURCES__DROP__PATH": str(world.drop)}


class _Log:
    """Writes one JSON line per answered request: number, method, path with query, status, and the fault that struck.
    Other headers never."""

    def __init__(self, app: ASGIApp, path: Path) -> None:
        self.app = app
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a", encoding="utf-8", buffering=1)
        self.count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        fault: dict[str, str] = {}

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                struck = dict(message["headers"]).get(MARK)
                fault.update({"fault": struck.decode()} if struck else {})
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self.count += 1
            query = scope["query_string"].decode()
            path = scope["path"] + (f"?{query}" if query else "")
            line = {"n": self.count, "method": scope["method"], "path": path, "status": status, **fault}
            self.file.write(json.dumps(line) + "\n")


def application(
    world: World, *, faults: Iterable[str] = (), log: Path | str | None = None, window: float = 1.0
) -> ASGIApp:
    """The stack's vendors as one ASGI application; `window` is the length in seconds of every rate-limit window."""
    vendors = servers(STACKS[world.stack].vendors).values()

    async def health(request: Request) -> Response:
        return JSONResponse({"ok": True, "now": world.end})

    methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]
    app: ASGIApp = Starlette(
        routes=[
            Route("/health", health),
            *(
                Route(
                    f"{vendor.PREFIX}/{{rest:path}}",
                    vendor.Server(world.served, world.end, window).handle,
                    methods=methods,
                )
                for vendor in vendors
            ),
        ]
    )
    wanted = parsed(faults)
    if wanted:
        app = Faults(app, wanted)
    return _Log(app, Path(log)) if log else app


class _Server(uvicorn.Server):
    """Says so when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def serve(
    folder: Path | str,
    port: int,
    *,
    faults: Iterable[str] = (),
    log: Path | str | None = None,
    window: float = 1.0,
    ready: Callable[[int, dict[str, str]], None] | None = None,
) -> None:
    """Serve the world in `folder` on loopback until interrupted. Port 0 takes a free one; `ready` learns which.

    Raises:
        HavenError: no world there, an unknown fault, or the port is taken.
    """
    world = open_world(folder)
    app = application(world, faults=faults, log=log, window=window)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise HavenError(f"port {port} is taken", "Choose another with --port, or --port 0 for a free one") from error
    taken = int(listener.getsockname()[1])
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        date_header="skew" not in parsed(faults),
    )
    server = _Server(config, lambda: ready(taken, environment(world, taken)) if ready else None)
    with listener:
        server.run(sockets=[listener])
