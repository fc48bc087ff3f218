"""Trouble on purpose: what real APIs do on bad days."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formatdate

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.errors import HavenError
from pipelines.sandbox.server.page_faults import PageFaults

PAGES = ("empty-page", "repeat-page", "moving-record", "late-records")
FAULTS = (
    "429",
    "429-bare",
    "500",
    "502",
    "reset",
    "malformed",
    "malformed-always",
    "slow",
    "stall",
    "expired",
    "forgotten",
    "skew",
    *PAGES,
)
STALL_SECONDS = 3.0
SKEW_SECONDS = 3600
# Told in an answer's headers and in the request log, so that a test knows that the fault struck. A stalled answer may
# reach nobody: those after it tell.
MARK = b"x-sandbox-fault"


def parsed(faults: Iterable[str]) -> dict[str, str]:
    """Faults by name with their argument, from texts like `429`, `429:5` or `malformed:ticket_events`.

    Raises:
        HavenError: a fault that is not in `FAULTS`.
    """
    known: dict[str, str] = {}
    for text in faults:
        name, _, argument = text.strip().partition(":")
        if not name:
            continue
        if name not in FAULTS:
            raise HavenError(f"the sandbox knows no fault named {name}", f"Choose from: {', '.join(FAULTS)}")
        known[name] = argument
    return known


@dataclass
class Faults:
    """Wraps the whole server. Only answers with data are touched, never the token endpoint.

    `429:n` refuses every n-th request (7), `429-bare:n` without saying for how long; `500:n` and `502:n` fail two in a
    row in every n (20); `reset:part` cuts the third answer (or the first whose path holds `part`) in the middle, once;
    `malformed:part` breaks the JSON of one such answer, `malformed-always:part` of every one (default: ticket_events);
    `slow:s` waits s seconds (0.2) each time, `stall:part` three seconds once; `expired:part` refuses the credentials
    once; `forgotten` knows no cursor from before the server's start; `skew:s` sets the server's clock back (3600 s) in
    its `Date` and `Retry-After`. Those of whole pages: `PageFaults`.
    """

    app: ASGIApp
    faults: dict[str, str]
    count: int = 0
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pages = PageFaults({name: part for name, part in self.faults.items() if name in PAGES})
        self.answered: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.faults:
            await self.app(scope, receive, send)
            return
        if "skew" in self.faults:
            send = self._dated(send)
        if scope["path"].endswith("/oauth/tokens"):
            await self.app(scope, receive, send)
            return
        self.count += 1
        path = scope["path"]
        if "slow" in self.faults:
            await asyncio.sleep(float(self.faults["slow"] or 0.2))
        if self._hits("stall", path, once=True):
            self.done.add("stall")
            await asyncio.sleep(STALL_SECONDS)
        elif "stall" in self.done:
            send = _marked(send, b"stall")
        refusal = self._refusal(path, scope["query_string"])
        if refusal:
            await _short(send, *refusal)
            return
        await self.app(scope, receive, self._changed(path, scope["query_string"].decode(), send))

    def _refusal(self, path: str, query: bytes) -> tuple[int, bytes, list[tuple[bytes, bytes]]] | None:
        if "429" in self.faults and self.count % int(self.faults["429"] or 7) == 0:
            until = formatdate(self._now() + 1, usegmt=True).encode() if "skew" in self.faults else b"1"
            return 429, b'{"error":"TooManyRequests"}', [(b"retry-after", until)]
        if "429-bare" in self.faults and self.count % int(self.faults["429-bare"] or 7) == 0:
            return 429, b'{"error":"TooManyRequests"}', [(MARK, b"429-bare")]
        for name, words in (("500", b"Internal Server Error"), ("502", b"Bad Gateway")):
            if name in self.faults and self.count % int(self.faults[name] or 20) in (3, 4):
                return int(name), b"<html><body>" + words + b"</body></html>", [(MARK, name.encode())]
        if self._hits("expired", path, once=True):
            self.done.add("expired")
            return 401, b'{"error":"invalid_token","message":"The access token expired"}', [(MARK, b"expired")]
        if "forgotten" in self.faults and b"cursor=" in query and path not in self.answered:
            body = b'{"error":{"title":"Invalid attribute","message":"cursor is invalid"}}'
            return 400, body, [(MARK, b"forgotten")]
        return None

    def _hits(self, name: str, path: str, *, once: bool, default: str = "") -> bool:
        if name not in self.faults or (once and name in self.done):
            return False
        part = self.faults[name] or default
        return part in path if part else self.count >= 3

    def _now(self) -> float:
        return time.time() - float(self.faults.get("skew") or SKEW_SECONDS)

    def _dated(self, send: Send) -> Send:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = (b"date", formatdate(self._now(), usegmt=True).encode())
                message = {**message, "headers": [*message["headers"], date, (MARK, b"skew")]}
            await send(message)

        return dated

    def _changed(self, path: str, query: str, send: Send) -> Send:
        started: list[Message] = []

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            start, body = started[0], message.get("body", b"")
            if start["status"] == 200 and len(body) > 20:
                self.answered.add(path)
                if self._hits("malformed", path, once=True) or self._hits(
                    "malformed-always", path, once=False, default="ticket_events"
                ):
                    self.done.add("malformed")
                    # Same length, so that only a JSON parser notices; wherever it falls, a string that does not end.
                    message = {**message, "body": body[:-5] + b'"oops'}
                elif self._hits("reset", path, once=True):
                    self.done.add("reset")
                    await send(start)
                    # The promised length never comes: the server then drops the connection.
                    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
                    raise ConnectionAbortedError("cut on purpose")
                elif self.pages.faults:
                    is_linked = any(name.lower() == b"link" for name, _ in start["headers"])
                    body, struck = self.pages.changed(path, query, body, is_linked=is_linked)
                    if struck:
                        start = {**start, "headers": _lengthened(start["headers"], body, struck)}
                        message = {**message, "body": body}
            await send(start)
            await send(message)

        return changed


def _marked(send: Send, fault: bytes) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (MARK, fault)]}
        await send(message)

    return marked


def _lengthened(headers: list[tuple[bytes, bytes]], body: bytes, struck: str) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    return [*kept, (b"content-length", str(len(body)).encode()), (MARK, struck.encode())]


async def _short(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [length, (b"content-type", b"text/html"), *headers],
        }
    )
    await send({"type": "http.response.body", "body": body})
