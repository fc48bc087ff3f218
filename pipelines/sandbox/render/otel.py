"""What the AI's platform traces of its own work, as files of OTLP/JSON: one line per conversation, one file per day."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.render import oversight
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the traces under `folder`; returns spans per resource."""
    folder.mkdir(parents=True, exist_ok=True)
    oversight.put_dice(con, story)
    traces = statement("otel_traces", TOLD=statement("drop_conversation_events"))
    con.execute(f"create or replace table ai_traces as {traces}")
    for (day,) in con.execute("select distinct day from ai_traces order by day").fetchall():
        lines = con.execute("select request from ai_traces where day = ? order by moment, trace", [day]).fetchall()
        (folder / f"traces-{day}.jsonl").write_text("".join(f"{line}\n" for (line,) in lines), encoding="utf-8")
    counted = con.execute("select coalesce(sum(spans), 0) from ai_traces").fetchone()
    return {"spans": int(counted[0]) if counted else 0}
