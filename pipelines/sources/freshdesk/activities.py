"""Freshdesk's activities: a file for each day, which may appear days late, behind a link that is signed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipelines.sources.http import Client, Reading, Refused
from pipelines.sources.raw import Run, to_text
from pipelines.sources.times import DAY, to_iso, to_unix

PATH = "/api/v2/export/ticket_activities"
# A file that is not there this long after its day will not come.
PATIENCE_DAYS = 14


def days_asked(state: dict[str, Any], start: int, end: int) -> list[str]:
    """The days (UTC) that are over and not read yet: those still waited for, then those since the last load."""
    first = to_unix(state["next"], "the place kept") if "next" in state else start // DAY * DAY
    return [*state.get("waiting", []), *(to_iso(at)[:10] for at in range(first, end // DAY * DAY, DAY))]


def activities(run: Run, client: Client, state: dict[str, Any], start: int, end: int) -> Iterator[Any]:
    """What was done to tickets, with the `day` of its file and an `id`: the vendor gives none.

    A day without a file is asked for again by the next loads; one that is given up is named in the quarantine. The
    place is kept once all files are through.

    Raises:
        HavenError: a link that leads nowhere, or to a host that is not asked safely.
    """
    missing: list[str] = []
    for day in days_asked(state, start, end):
        try:
            told = client.get(PATH, {"created_at": day}, key="export")["export"]
        except Refused as refused:
            if refused.status != 404:
                raise
            missing.append(day)
            continue
        links = told if isinstance(told, list) else [told]
        yield from _named(day, [row for link in links for row in client.signed_file(link.get("url"), _rows)])
    oldest = to_iso(end - PATIENCE_DAYS * DAY)[:10]
    if given_up := [day for day in missing if day < oldest]:
        days = {"first_day": given_up[0], "last_day": given_up[-1], "days": len(given_up)}
        run.reject("ticket_activities", "the files of these days never came", to_text(days))
    state["waiting"] = [day for day in missing if day >= oldest]
    state["next"] = max(state.get("next", ""), to_iso(max(end, start))[:10])


def _rows(content: bytes) -> list[Any] | None:
    told = Reading.json(dict, "activities_data").read(content)
    return None if told is None else told["activities_data"] or []


def _named(day: str, rows: list[Any]) -> Iterator[Any]:
    """The rows, each with an id made of what it says; of rows that say the same, the file's order tells."""
    known: Counter[str] = Counter()
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            yield row
            continue
        digest = hashlib.sha256(to_text(row).encode()).hexdigest()[:32]
        known[digest] += 1
        yield {**row, "id": f"{digest}:{known[digest]}", "day": day, "place": place}


def performed_at(row: dict[str, Any]) -> str | None:
    """`01-09-2026 11:00:00 +0000` as an ISO time; None where it is written otherwise."""
    text = str(row.get("performed_at") or "")
    return f"{text[6:10]}-{text[3:5]}-{text[:2]}T{text[11:19]}Z" if text[-5:] == "+0000" else None
