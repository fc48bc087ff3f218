"""A published house, written by hand: what delivery reads of a publication, and reports that were printed from it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.publishing.place import CURRENT
from pipelines.settings import Settings, load_settings

DATA_AS_OF = datetime(2026, 6, 1, 2, 0)
Alert = tuple[str, str, str, str, str, str]
LAG: Alert = ("freshness:ada", "act", "Nothing newer from ada than 2026-05-20.", "Head of data", "Look at it", "act 1")
PATHS: Alert = ("threshold:paths", "act", "Reopened: 12 %, surely above 8 %.", "Head of support", "Decide: x", "act 2")
BILLS: Alert = ("dispute:ada", "urgent", "Lines can be disputed.", "Finance partner", "Send them", "urgent 3")


def house(folder: Path, **variables: str) -> Settings:
    return load_settings({"HAVEN_DATA_DIR": str(folder), "HAVEN_COMPANY": "Brightwater", **variables})


def publish(
    settings: Settings,
    build: str = "build-1",
    alerts: Sequence[Alert] = (),
    *,
    broken: int = 0,
    doors: Sequence[str] = ("raw", "published"),
    as_of: str | None = None,
) -> None:
    """Put a small publication in place as the real one is: a folder of its own, and the link that makes it current."""
    folder = settings.published_dir / ".versions" / build
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "haven.duckdb")) as connection:
        connection.execute("create schema meta; create schema marts")
        connection.execute(
            "create table meta.build (run_id varchar, built_at timestamp, data_as_of timestamp, is_invented boolean, "
            "company varchar, git_revision varchar, dbt_models integer, as_of varchar)"
        )
        row: list[Any] = [build, DATA_AS_OF, DATA_AS_OF, True, settings.company, None, 3, as_of]
        connection.execute("insert into meta.build values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("create table meta.gate_results (door varchar, success boolean, severity varchar)")
        for door in doors:
            connection.execute("insert into meta.gate_results values (?, true, 'critical')", [door])
        for _ in range(broken):
            connection.execute("insert into meta.gate_results values ('published', false, 'critical')")
        connection.execute("create table marts.board_summary (line_order integer, headline varchar)")
        connection.execute("insert into marts.board_summary values (1, 'By one rule for both, 80 % held.')")
        connection.execute(
            "create table marts.board_alerts (alert_id varchar, alert_order bigint, severity varchar, what varchar, "
            "owner varchar, next_step varchar, news_key varchar, since_on date, due_on date, evidence varchar)"
        )
        for order, (alert_id, severity, what, owner, step, key) in enumerate(alerts):
            values = [alert_id, order, severity, what, owner, step, key, date(2026, 5, 20), None, "some_mart"]
            connection.execute("insert into marts.board_alerts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    link = settings.published_dir / CURRENT
    link.unlink(missing_ok=True)
    link.symlink_to(Path(".versions") / build)
    if not settings.published_db.is_symlink():
        settings.published_db.symlink_to(Path(CURRENT) / "haven.duckdb")


def print_report(settings: Settings, name: str = "board-2026-05-a4.pdf", content: bytes = b"%PDF-1.4 may") -> Path:
    folder = settings.reports_dir / "board"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def age(path: Path, seconds: float) -> None:
    """Make a file look as if it had been written some seconds earlier."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))
