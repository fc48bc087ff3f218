"""The finished report of a period: whatever files were printed from what is published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.delivery.message import Attachment, content_hash
from pipelines.delivery.permission import Published
from pipelines.errors import HavenError

NAME = re.compile(r"board-(\d{4}-(?:\d{2}|[Qq][1-4]))(?:-[\w-]+)?\.\w+")


@dataclass(frozen=True)
class Parcel:
    """`period` is a month or a quarter: 2026-05, 2026-Q2."""

    period: str
    files: tuple[Attachment, ...]

    @property
    def content(self) -> str:
        return content_hash(self.files)


def printed_reports(folder: Path, published: Published, formats: Sequence[str] = ()) -> list[Parcel]:
    """The reports in `folder` that were printed since the publication was put in place, by period.

    A file that is older was printed from another publication and stays where it is.

    Raises:
        HavenError: there is none.
    """
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("board-*")):
        period = NAME.fullmatch(path.name)
        if period and _is_wanted(path, formats) and written_at(path) >= published.put_in_place_at:
            found.setdefault(period[1].upper(), []).append(path)
    if not found:
        raise HavenError(f"no board report in {folder} was printed from what is published", "Run `haven report` first.")
    return [Parcel(period, tuple(map(Attachment.of, paths))) for period, paths in sorted(found.items())]


def written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)


def period_label(period: str) -> str:
    """`2026-05` -> May 2026, `2026-Q2` -> second quarter of 2026."""
    year, part = period.split("-")
    if part.startswith("Q"):
        return f"{('first', 'second', 'third', 'fourth')[int(part[1]) - 1]} quarter of {year}"
    return f"{date(int(year), int(part), 1):%B %Y}"


def _is_wanted(path: Path, formats: Sequence[str]) -> bool:
    return not formats or any(part.lower() in path.name.lower() for part in formats)
