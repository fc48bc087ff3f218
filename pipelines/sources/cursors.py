"""Lists whose answers name the cursor of the next page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client


def rows_by_cursor(
    client: Client,
    source: str,
    path: str,
    params: dict[str, Any],
    *,
    rows: str,
    cursors: tuple[str, ...] = ("cursor",),
    keeps_params: bool = True,
    pause: float = 0.0,
) -> Iterator[Any]:
    """The rows that every page has under the name `rows`, until no page follows.

    The next cursor comes under one of the names `cursors` and is passed on as `cursor`, with `params` where the list
    `keeps_params`. Between two requests lie `pause` seconds.

    Raises:
        HavenError: a cursor that was followed already comes again.
    """
    followed: set[str] = set()
    while True:
        answer = client.get(path, params, key=rows)
        yield from answer[rows]
        following = next((str(answer[name]) for name in cursors if answer.get(name)), None)
        if following is None:
            return
        if following in followed:
            raise HavenError(f"{source}'s list {path} leads back to a page already read", "Load again.")
        followed.add(following)
        params = {**(params if keeps_params else {}), "cursor": following}
        time.sleep(pause)
