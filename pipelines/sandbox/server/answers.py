"""Answers as bytes: pages are joined from text that is JSON already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response


def json_bytes(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()


def answer(body: bytes, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    return Response(body, status_code=status, media_type="application/json", headers=dict(headers or {}))


def document(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return answer(json_bytes(content), headers, status)


def page(key: str, records: bytes, rest: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """`{"<key>": [records], ...rest}`."""
    tail = json_bytes(rest)[1:]
    comma = b"," if len(rest) else b""
    return answer(b'{"' + key.encode() + b'":[' + records + b"]" + comma + tail, headers)


def link(request: Request, path: str, query: Mapping[str, Any]) -> str:
    """An absolute URL on this server."""
    base = f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{path}" + (f"?{urlencode(query)}" if query else "")


def whole(text: str | None, default: int) -> int:
    """An integer parameter.

    Raises:
        ValueError: it is there and no integer.
    """
    return default if text is None or text == "" else int(text)
