"""Reading a finished world back: what is served, what is dropped, and the truth."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sandbox import World
from pipelines.sandbox.pages import Pages


def records(world: World, vendor: str, name: str) -> list[dict[str, Any]]:
    """All served records of an endpoint, parsed; not to be changed by the caller."""
    return _parsed(world.served / vendor, name)


@cache
def _parsed(folder: Path, name: str) -> list[dict[str, Any]]:
    pages = Pages.open(folder, name)
    text = pages.slice(0, len(pages))
    if text[:1] == b'"':
        return list(json.loads(b"{" + text + b"}").values())
    return json.loads(b"[" + text + b"]")


def truth(world: World, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query over the truth's tables (contacts, jobs, people, bills, agents, reviews)."""
    con = duckdb.connect()
    for name in ("contacts", "jobs", "people", "bills", "agents", "reviews"):
        con.execute(f"create view {name} as from '{world.truth / name}.parquet'")
    return con.execute(sql).fetchall()
