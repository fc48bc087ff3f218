"""Freshdesk's activities: a file for each day, which may appear days late, behind a link that is signed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipelines.errors import HavenError
from pipelines.sources.http import Client, Patience, Refused
from pipelines.sources.raw import Run, to_text
from pipelines.sources.times import DAY, to_iso, to_unix

PATH = "/api/v2/export/ticket_activities"
# A file that is not there this long after its day will not come.
PATIENCE_DAYS = 14


def days_asked(state: dict[str, Any], start: int, end: int) -> list[str]:
    """The days (UTC) that are over and not read yet: those still waited for, then those since the last load."""
    first = to_unix(state["next"], "the place kept") if "next" in state else start // DAY * DAY
    return [*state.get("waiting", []), *(to_iso(at)[:10] for at in range(first, end // DAY * DAY, DAY))]


@dataclass(frozen=True)
class Signed:
    """Files whose links open by their signature, so that the key stays here."""

    base_url: str
    patience: Patience

    def rows(self, url: str) -> list[Any]:
        """The rows of one file.

        Raises:
            HavenError: the link is no https address (nor one of the base URL's own host).
        """
        parts, own = urlsplit(url), urlsplit(self.base_url)
        if not parts.netloc or (parts.scheme != "https" and parts[:2] != own[:2]):
            raise HavenError("freshdesk's link to a file of activities is no https address", "Load again.")
        host = f"{parts.scheme}://{parts.netloc}"
        reader = Client("freshdesk", host, None, credentials="SOURCES__FRESHDESK__API_KEY", patience=self.patience)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        rows: list[Any] = reader.get(path, key="activities_data")["activities_data"] or []
        return rows


def activities(run: Run, client: Client, files: Signed, state: dict[str, Any], start: int, end: int) -> Iterator[Any]:
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
        yield from _named(day, [row for link in links for row in files.rows(str(link.get("url")))])
    oldest = to_iso(end - PATIENCE_DAYS * DAY)[:10]
    if given_up := [day for day in missing if day < oldest]:
        days = {"first_day": given_up[0], "last_day": given_up[-1], "days": len(given_up)}
        run.reject("ticket_activities", "the files of these days never came", to_text(days))
    state["waiting"] = [day for day in missing if day >= oldest]
    state["next"] = max(state.get("next", ""), to_iso(max(end, start))[:10])


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
