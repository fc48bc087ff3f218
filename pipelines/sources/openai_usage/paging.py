"""OpenAI's days: pages of buckets, one for each day asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client
from pipelines.sources.times import DAY

PAGE_DAYS = 31


def days_between(client: Client, path: str, groups: tuple[str, ...], start: int, end: int) -> Iterator[dict[str, Any]]:
    """The bucket of each day in [start, end), both whole days in unix seconds, in order.

    Raises:
        HavenError: a day is missing or comes twice.
    """
    params: dict[str, Any] = {"start_time": start, "end_time": end, "bucket_width": "1d", "limit": PAGE_DAYS}
    params["group_by"] = list(groups)
    reached = start
    while reached < end:
        answer = client.get(path, params, key="data")
        for bucket in answer["data"]:
            if bucket.get("start_time") != reached:
                raise _broken(path, f"gave another day where {reached} (unix seconds) was to follow")
            reached += DAY
            yield bucket
        if not answer.get("has_more"):
            break
        if answer.get("next_page") in (None, params.get("page")):
            raise _broken(path, "says that more follows, but not where")
        params["page"] = answer["next_page"]
    if reached < end:
        raise _broken(path, f"ended at {reached} (unix seconds), before the end that was asked for")


def _broken(path: str, what: str) -> HavenError:
    return HavenError(f"openai_usage's list {path} {what}", "Load again.")
