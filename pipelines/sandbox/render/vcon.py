"""The AI's conversations as vCons: one line per conversation, one file per day on which they began."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.render.assistants import tell_chats
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write the vCons under `folder`; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    tell_chats(con)
    lines: dict[str, list[str]] = {}
    for day, line in con.execute(statement("vcon_vcons")).fetchall():
        lines.setdefault(day, []).append(f"{line}\n")
    for day, told in lines.items():
        (folder / f"vcons-{day}.jsonl").write_text("".join(told), encoding="utf-8")
    return {"vcons": sum(map(len, lines.values()))}
