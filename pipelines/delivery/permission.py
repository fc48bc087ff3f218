"""Only what is published, and what both doors let through, may be sent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from pipelines.errors import HavenError
from pipelines.publishing.place import CURRENT
from pipelines.settings import Settings
from pipelines.warehouse import connect, tables


@dataclass(frozen=True)
class Published:
    """What is published; times are naive UTC. `put_in_place_at` is when readers began to see it."""

    run_id: str
    company: str
    is_invented: bool
    data_as_of: datetime | None
    promises: int
    headline: str | None
    put_in_place_at: datetime

    @property
    def label(self) -> str:
        return f"{self.company}{' (invented company)' if self.is_invented else ''}"

    @property
    def provenance(self) -> str:
        """One line a reader can hold us to."""
        known = f"{self.data_as_of:%Y-%m-%d %H:%M} UTC" if self.data_as_of else "not known"
        return f"Data as of {known} · build {self.run_id} · {self.promises} promises kept at the doors."


def published_build(settings: Settings) -> Published:
    """What is published, if it may be sent.

    Raises:
        HavenError: nothing is published, it shows the past, or a door has not let it through.
    """
    database = settings.published_db
    if not database.is_file():
        raise HavenError(f"nothing is published in {settings.published_dir}", "Run `haven run` first.")
    with connect(database, read_only=True) as connection:
        build = connection.execute("select run_id, company, is_invented, data_as_of, as_of from meta.build").fetchone()
        gates = connection.execute(
            "select count(*), count(distinct door), count(case when not success and severity = 'critical' then 1 end) "
            "from meta.gate_results"
        ).fetchone()
        headline = _headline(connection)
    if build is None or gates is None:
        raise HavenError("the publication does not say what it was built from", "Run `haven run` to publish again.")
    if build[4] is not None:
        raise HavenError(f"what is published shows the past, as of {build[4]}", "Publish the present: `haven run`.")
    if gates[1] < 2 or gates[2]:
        raise HavenError(
            "the publication was not let through by both doors", "Run `haven check`, then `haven publish`."
        )
    return Published(
        run_id=build[0],
        company=build[1],
        is_invented=bool(build[2]),
        data_as_of=build[3],
        promises=gates[0],
        headline=headline,
        put_in_place_at=_put_in_place_at(settings),
    )


def _headline(connection: duckdb.DuckDBPyConnection) -> str | None:
    if "board_summary" not in tables(connection, "marts"):
        return None
    row = connection.execute("select headline from marts.board_summary order by line_order limit 1").fetchone()
    return str(row[0]) if row else None


def _put_in_place_at(settings: Settings) -> datetime:
    """When the link that a publication moves was made; without one, when the file was written."""
    link = settings.published_dir / CURRENT
    seconds = os.lstat(link if link.is_symlink() else settings.published_db).st_mtime
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
