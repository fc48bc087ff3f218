"""`haven run`: the daily job from beginning to end, in this process."""

from __future__ import annotations

from pathlib import Path

from pipelines.progress import say
from pipelines.sandbox_run import WorldChoice, sources_for
from pipelines.settings import Settings, load_settings
from pipelines.warehouse import connect, tables


def run_everything(settings: Settings, *, reports: bool, world: WorldChoice) -> None:
    """Load, check, build, check, publish and, with `reports`, render; then say where everything is.

    Raises:
        HavenError: anything failed; what was published before is untouched.
    """
    with sources_for(settings, world, say):
        say("start the orchestrator")
        from pipelines.defs.run import run_job

        run_job(load_settings(), "daily" if reports else "warehouse")
    for line in closing_lines(settings, reports):
        print(line)


def closing_lines(settings: Settings, reports: bool) -> list[str]:
    """Where the results are, and the one sentence they amount to."""
    lines = ["", f"published     {settings.published_db}"]
    if reports:
        lines.append(f"site          {settings.reports_dir / 'site' / 'index.html'}")
        if board := newest(settings.reports_dir / "board", "board-*-[0-9][0-9]-a4.pdf"):
            lines.append(f"board report  {board}")
        if newest(disputes := settings.reports_dir / "disputes", "*.csv"):
            lines.append(f"disputes      {disputes}")
    if sentence := headline(settings):
        lines += ["", sentence]
    return lines


def newest(folder: Path, pattern: str) -> Path | None:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime, default=None)


def headline(settings: Settings) -> str | None:
    """The first line of the board summary; null when the publication has none."""
    with connect(settings.published_db, read_only=True) as connection:
        if "board_summary" not in tables(connection, "marts"):
            return None
        row = connection.execute("select headline from marts.board_summary order by line_order limit 1").fetchone()
    return str(row[0]) if row else None
