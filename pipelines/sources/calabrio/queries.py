"""Calabrio's queries: posted, answered in an envelope; changed schedules on numbered pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client
from pipelines.sources.times import iso_to_unix, to_iso

PAGE_SIZE = 500
CHANGES = "ScheduleChanges/SchedulesByChangeDate"


def day_of(unix: int) -> str:
    return to_iso(unix)[:10]


def asked(client: Client, query: str, body: dict[str, Any]) -> list[Any]:
    """What a query gives.

    Raises:
        HavenError: the answer tells of errors.
    """
    answer = client.post(f"/query/{query}", body, key="Result")
    if errors := answer.get("Errors"):
        words = "; ".join(str(error.get("Message")) for error in errors)
        raise HavenError(
            f"calabrio's query {query} failed: {words}", "Check what the owner of the access token may see."
        )
    return answer["Result"] or []


def changed_schedules(
    client: Client, unit: str, since: int, until: int, period: dict[str, str], reached: list[float]
) -> Iterator[Any]:
    """People's days of a business unit that were changed in a time; `reached` then has the time that they reach to.

    Raises:
        HavenError: a page came twice or was empty before the last, or their number changed on the way: one that is
            changed again leaves its page, and those behind it move up.
    """
    times = {"ChangesFrom": to_iso(since), "ChangesTo": to_iso(until)}
    page, previous, total = 1, None, None
    while True:
        body = {**times, "Page": page, "PageSize": PAGE_SIZE, "BusinessUnitId": unit, "Period": period}
        (result,) = asked(client, CHANGES, body) or [{}]
        rows = result.get("Schedules") or []
        if total not in (None, result.get("TotalSchedules")):
            raise _broken(f"changed from {total} to {result.get('TotalSchedules')} while it was read")
        if rows and rows == previous:
            raise _broken(f"gave page {page - 1} again as page {page}")
        yield from rows
        if page >= int(result.get("TotalPages") or 0):
            break
        if not rows:
            raise _broken(f"has nothing on page {page}, though more follows")
        page, previous, total = page + 1, rows, result.get("TotalSchedules")
    reached.append(iso_to_unix(result.get("ChangesUpTo")) or since)


def _broken(what: str) -> HavenError:
    return HavenError(f"calabrio's list of changed schedules {what}", "Load again.")
