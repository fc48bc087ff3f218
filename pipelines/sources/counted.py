"""Lists that say how many records they have: what is missing must not look as if it had never been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.raw import Run, Text


def counted_rows(
    run: Run, source: str, resource: str, path: str, key: Text, pages: Iterable[tuple[list[Any], int | None]]
) -> Iterator[Any]:
    """The rows of pages that come with the list's total, which is noted in `run` as what the API says it has.

    Raises:
        HavenError: fewer different records than that came.
    """
    known, total = set[Any](), None
    for rows, stated in pages:
        total = stated
        known.update(key(row) for row in rows)
        yield from rows
    if isinstance(total, int):
        run.count(resource, total, len(known))
        if len(known) < total:
            raise HavenError(
                f"{source}'s list {path} ended after {len(known)} of the {total} {resource} that it says it has",
                "Load again.",
            )
