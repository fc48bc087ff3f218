"""Lessonly's lists: numbered pages, with the number of pages and of records on each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client
from pipelines.sources.raw import Run

PAGE_SIZE = 500


def rows_of_pages(client: Client, path: str, name: str, params: dict[str, Any], run: Run) -> Iterator[Any]:
    """All rows of a list, and in `run` how many it says it has.

    Raises:
        HavenError: fewer records than the list states came.
    """
    page, known = 1, set[Any]()
    while True:
        answer = client.get(path, {**params, "page": page, "per_page": PAGE_SIZE}, key=name)
        rows = answer[name] or []
        known.update(row.get("id") for row in rows)
        yield from rows
        if page >= int(answer.get("total_pages") or 1):
            break
        page += 1
    if isinstance(total := answer.get(f"total_{name}"), int):
        run.reported[name] = total
        if len(known) < total:
            raise HavenError(
                f"lessonly's list {path} ended after {len(known)} of the {total} {name} that it says it has",
                "Load again.",
            )
