"""Ada's export pages: one window of time, then whatever the answer links to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client
from pipelines.sources.times import to_iso

PAGE_SIZE = 10_000


def export_pages(client: Client, path: str, what: str, since: int, to: int) -> Iterator[list[Any]]:
    """Pages of the rows `updated` or `created` (`what`) in the window; times are unix seconds."""
    params: dict[str, Any] | None = {
        f"{what}_since": to_iso(since),
        f"{what}_to": to_iso(to),
        "page_size": PAGE_SIZE,
    }
    asked = path
    seen = {path}
    while True:
        answer = client.get(asked, params)
        yield _rows_of(answer, path)
        link = (answer.get("meta") or {}).get("next_page_uri") or answer.get("next_page_uri")
        if not link:
            return
        asked, params = client.path_of(str(link), path), None
        if asked in seen:
            raise HavenError(f"ada's export {path} links back to a page already read", "Load again later.")
        seen.add(asked)


def _rows_of(answer: dict[str, Any], path: str) -> list[Any]:
    for key in ("data", "items"):
        if isinstance(rows := answer.get(key), list):
            return rows
    raise HavenError(f"ada's answer at {path} has neither data nor items", "Check SOURCES__ADA__BASE_URL.")
