"""Times as the APIs write them, and windows of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from pipelines.errors import HavenError

DAY = 86_400


def to_unix(value: str, setting: str) -> int:
    """A configured ISO date or time (UTC unless it has an offset) as unix seconds."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise HavenError(
            f"{setting} is no date: {value!r}", "Write it like 2026-01-31 or 2026-01-31T00:00:00Z."
        ) from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def now_or(end: str | None, setting: str) -> int:
    """The configured end of reading, else now, as unix seconds."""
    return to_unix(end, setting) if end else int(datetime.now(UTC).timestamp())


def to_iso(unix: float) -> str:
    return datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_to_unix(value: object) -> float | None:
    """A time found in a record as unix seconds; None when there is none to read."""
    if isinstance(value, int | float):
        return value / 1000 if value > 1e12 else float(value)
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def windows(start: int, end: int, span: int) -> Iterator[tuple[int, int]]:
    """Adjoining [from, to) windows of at most `span` seconds that cover [start, end)."""
    while start < end:
        stop = min(start + span, end)
        yield start, stop
        start = stop


def noting_newest(
    records: Iterator[Any], state: dict[str, Any], moment: Callable[[dict[str, Any]], float | None]
) -> Iterator[Any]:
    """Passes records on and keeps the newest moment (unix seconds) in `state["newest"]`, once all are through."""
    newest = float(state.get("newest", 0))
    for record in records:
        if isinstance(record, dict):
            newest = max(newest, moment(record) or 0)
        yield record
    state["newest"] = int(newest)


def look_back(state: dict[str, Any], start: int, seconds: int) -> int:
    """Where to begin reading: `seconds` before the newest row read so far, and never before `start`."""
    return max(start, int(state.get("newest", 0)) - seconds)
