"""Trouble on purpose: what real APIs do on bad days."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.errors import HavenError

FAULTS = ("429", "500", "reset", "malformed", "malformed-always", "slow")


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

    `429:n` refuses every n-th request (7); `500:n` fails two in a row in every n (20); `reset:part` cuts
    the third answer (or the first whose path holds `part`) in the middle, once; `malformed:part` breaks the JSON of one
    such answer, `malformed-always:part` of every one (default: ticket_events); `slow:s` waits s seconds (0.2).
    """

    app: ASGIApp
    faults: dict[str, str]
    count: int = 0
    done: set[str] = field(default_factory=set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.faults or scope["path"].endswith("/oauth/tokens"):
            await self.app(scope, receive, send)
            return
        self.count += 1
        if "slow" in self.faults:
            await asyncio.sleep(float(self.faults["slow"] or 0.2))
        if "429" in self.faults and self.count % int(self.faults["429"] or 7) == 0:
            await _short(send, 429, b'{"error":"TooManyRequests"}', [(b"retry-after", b"1")])
            return
        if "500" in self.faults and self.count % int(self.faults["500"] or 20) in (3, 4):
            await _short(send, 500, b"<html><body>Internal Server Error</body></html>", [])
            return
        await self.app(scope, receive, self._changed(scope["path"], send))

    def _hits(self, name: str, path: str, *, once: bool, default: str = "") -> bool:
        if name not in self.faults or (once and name in self.done):
            return False
        part = self.faults[name] or default
        return part in path if part else self.count >= 3

    def _changed(self, path: str, send: Send) -> Send:
        started: list[Message] = []

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            start, body = started[0], message.get("body", b"")
            if start["status"] == 200 and len(body) > 20:
                if self._hits("malformed", path, once=True) or self._hits(
                    "malformed-always", path, once=False, default="ticket_events"
                ):
                    self.done.add("malformed")
                    # Same length, so that only a JSON parser notices.
                    message = {**message, "body": body[:-12] + b'"oops' + body[-7:]}
                elif self._hits("reset", path, once=True):
                    self.done.add("reset")
                    await send(start)
                    # The promised length never comes: the server then drops the connection.
                    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
                    raise ConnectionAbortedError("cut on purpose")
            await send(start)
            await send(message)

        return changed


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
