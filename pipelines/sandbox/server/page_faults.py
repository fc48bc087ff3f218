"""Pages that are not what paging promises: empty in the middle, sent twice, with records that move between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from pipelines.sandbox.server.answers import json_bytes

Answer = dict[str, Any]
# A row that the vendor wrote late is missing from every answer of this server, and there for the next.
LATE_EVERY = 20


@dataclass
class PageFaults:
    """Changes whole answers with records; each fault strikes where the path holds its argument.

    `empty-page` empties the first page that has more behind it; its records come with the next page, or again when
    they are asked for again. `repeat-page` sends the first page in place of the second, once. `moving-record` moves a
    record of the first page that has more behind it to the end of the list. `late-records` leaves out every 20th.
    """

    faults: dict[str, str]
    done: set[str] = field(default_factory=set)
    held: list[Any] = field(default_factory=list)
    first: bytes | None = None

    def changed(self, path: str, query: str, body: bytes, *, is_linked: bool = False) -> tuple[bytes, str | None]:
        """The answer to send, and the fault that struck. Of a bare list, `is_linked` says whether more follows."""
        for name, strike in self._strikes().items():
            if name in self.faults and self.faults[name] in path:
                told = json.loads(body)
                answer = told if isinstance(told, dict) else {"rows": told, "has_more": is_linked}
                if strike(answer, body, parse_qs(query)):
                    sent = json_bytes(answer if isinstance(told, dict) else answer["rows"])
                    return self.first if name == "repeat-page" and self.first else sent, name
        return body, None

    def _strikes(self) -> dict[str, Callable[[Answer, bytes, dict[str, list[str]]], bool]]:
        return {
            "empty-page": self._empty,
            "repeat-page": self._repeat,
            "moving-record": self._move,
            "late-records": self._leave_out,
        }

    def _empty(self, answer: Answer, body: bytes, asked: dict[str, list[str]]) -> bool:
        if "empty-page" in self.done:
            held, self.held = self.held, []
            put_in(answer, held, at_end=False)
            return bool(held)
        if not has_more(answer, asked):
            return False
        self.done.add("empty-page")
        taken = take_out(answer, len(rows_of(answer)))
        if "end_time" in answer:
            answer["end_time"] = int(asked["start_time"][0])
        elif "offset" not in answer:
            self.held = taken
        return True

    def _repeat(self, answer: Answer, body: bytes, asked: dict[str, list[str]]) -> bool:
        if self.first is None:
            self.first = body if has_more(answer, asked) else None
            return False
        if "repeat-page" in self.done:
            return False
        self.done.add("repeat-page")
        return True

    def _move(self, answer: Answer, body: bytes, asked: dict[str, list[str]]) -> bool:
        if "moving-record" not in self.done and has_more(answer, asked):
            self.done.add("moving-record")
            self.held = take_out(answer, 1)
            if "offset" in answer:
                # Read before it moved: what follows it is now one place nearer, and the first of it is skipped.
                put_in(answer, self.held, at_end=True)
            return True
        if not self.held:
            return False
        struck = False
        if "offset" in answer and "skipped" not in self.done:
            self.done.add("skipped")
            skip_first(answer)
            struck = True
        if not has_more(answer, asked):
            put_in(answer, self.held, at_end=True)
            self.held = []
            struck = True
        return struck

    def _leave_out(self, answer: Answer, body: bytes, asked: dict[str, list[str]]) -> bool:
        rows = rows_of(answer)
        if not isinstance(rows, list) or len(rows) < LATE_EVERY:
            return False
        rows[:] = [row for number, row in enumerate(rows, 1) if number % LATE_EVERY]
        return True


def rows_of(answer: Answer) -> Any:
    """The records: a list, or a map by id. They come first in every answer, some within a name of their own."""
    rows = answer[next(iter(answer))]
    if isinstance(rows, list) and len(rows) == 1 and isinstance(rows[0].get("Schedules"), list):
        return rows[0]["Schedules"]
    within = next(iter(rows.values()), None) if isinstance(rows, dict) else None
    return within if isinstance(within, list) else rows


def take_out(answer: Answer, count: int) -> list[Any]:
    """Remove the last records; items of a map come as pairs."""
    rows = rows_of(answer)
    if isinstance(rows, list):
        taken, rows[len(rows) - count :] = rows[len(rows) - count :], []
        return taken
    return [(key, rows.pop(key)) for key in list(rows)[len(rows) - count :]]


def skip_first(answer: Answer) -> None:
    rows = rows_of(answer)
    rows.pop(next(iter(rows)) if isinstance(rows, dict) else 0)


def put_in(answer: Answer, records: list[Any], *, at_end: bool) -> None:
    rows = rows_of(answer)
    if isinstance(rows, dict):
        rows.update(records)
    elif at_end:
        rows.extend(records)
    else:
        rows[:0] = records


def has_more(answer: Answer, asked: dict[str, list[str]]) -> bool:
    """Whether the answer says that another page follows, in any of the ways of the vendors."""
    meta = answer.get("meta") or {}
    if isinstance(data := answer.get("data"), dict) and "has_more_data" in data:
        return bool(data["has_more_data"])
    if "Result" in answer:
        told = (answer["Result"] or [{}])[0]
        return bool(told.get("Page", 0) < told.get("TotalPages", 0))
    if isinstance(pages := answer.get("pages"), dict):
        return bool(pages.get("next"))
    if "end_of_stream" in answer:
        return not answer["end_of_stream"]
    if "offset" in answer:
        return bool(answer["offset"] + len(rows_of(answer)) < answer["total"])
    if "end_time" in answer:
        return bool(answer["count"] >= int(asked.get("per_page", ["1000"])[0]))
    if "pagination" in answer and "nextCursor" not in answer:
        told = answer["pagination"]
        return bool(told["page"] * told["pageSize"] < told["total"])
    if "total_pages" in answer:
        return bool(answer["page"] < answer["total_pages"])
    cursors = ("next_page_cursor", "next_cursor", "next_page_updated_after", "nextCursor", "cursor")
    links = ("has_more", "next_page_uri", "next_cursor")
    return any(meta.get(name) for name in links) or any(answer.get(name) for name in ("has_more", *cursors))
