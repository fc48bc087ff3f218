"""A small company whose tools are all served, and what the standard makes of one load of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipelines.loading import RAW_TABLES, load_source
from pipelines.loading.load import LoadSummary
from pipelines.macros import project_macros
from pipelines.sandbox import World, build_world, running
from pipelines.sandbox.stacks import DEFAULT_STACK
from pipelines.settings import Settings, load_settings
from pipelines.verification.sql import model

STACK = "zendesk+ada+assembled+tools"
END = date(2026, 5, 20)
SCALE = 0.1
PATIENCE = {"RETRY_SECONDS": "8", "TIMEOUT_SECONDS": "1"}


def settings_in(folder: Path) -> Settings:
    return load_settings({"HAVEN_DATA_DIR": str(folder)})


@contextmanager
def serving(
    folder: Path,
    *,
    days: int,
    end: date = END,
    stack: str = STACK,
    faults: tuple[str, ...] = (),
    log: Path | None = None,
    window: float = 1.0,
) -> Iterator[dict[str, str]]:
    """The world of `days` days is served, and the environment is that of its loaders."""
    with (
        running(
            folder / f"world{days}",
            days=days,
            end=end,
            scale=SCALE,
            stack=stack,
            faults=faults,
            log=log,
            window=window,
        ) as env,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in env.items():
            patch.setenv(name, value)
        for vendor in RAW_TABLES:
            for name, value in PATIENCE.items():
                patch.setenv(f"SOURCES__{vendor.upper()}__{name}", value)
        yield env


def load(
    source: str, settings: Settings, folder: Path, *faults: str, days: int, end: date = END, stack: str = STACK
) -> tuple[LoadSummary, list[dict[str, Any]]]:
    """Load once; gives what the load did and the requests that the server answered."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / f"{len(list(settings.data_dir.glob('*.log')))}.log"
    with serving(folder, days=days, end=end, stack=stack, faults=faults, log=log):
        summary = load_source(source, settings)
    return summary, [json.loads(line) for line in log.read_text().splitlines()]


def faults_that_struck(settings: Settings) -> set[str]:
    """In the load that was made last."""
    logs = sorted(settings.data_dir.glob("*.log"), key=lambda path: int(path.stem))
    return {line["fault"] for line in map(json.loads, logs[-1].read_text().splitlines()) if "fault" in line}


def a_day_later(days: int) -> dict[str, Any]:
    """The same company, one day older."""
    return {"days": days + 1, "end": END + timedelta(days=1)}


def account(folder: Path, days: int, end: date = END) -> World:
    """The same company without the tools: its files tell what the tools told."""
    return build_world(folder / f"account{days}", days=days, end=end, scale=SCALE, stack=DEFAULT_STACK)


def truth(folder: Path, days: int, table: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        path = folder / f"world{days}" / "truth" / f"{table}.parquet"
        return connection.execute(f"from '{path}'").to_arrow_table().to_pylist()


def dropped(world: World, entity: str) -> list[dict[str, Any]]:
    path = world.drop / f"{entity}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def standard(settings: Settings, name: str, *sources: str) -> list[dict[str, Any]]:
    """The rows that a model makes of the raw tables of `sources` (every other source's are taken to be set aside)."""
    tables: dict[str, pa.Table] = {}
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        for source in sources:
            for table in RAW_TABLES[source]:
                rows = connection.execute(f"from raw_{source}.{table}").to_arrow_table()
                tables[f"raw_{source}.{table}"] = rows
    return model(name, **tables)


def courses(rows: list[dict[str, Any]], agents: dict[str, str] | None = None) -> Counter[tuple[Any, ...]]:
    """What both sides know of a course assigned; people by the id that their address leads to."""
    return Counter(
        (
            agents.get(row["agent_key"]) if agents is not None else row["agent_id"],
            *(row["course"], row["intent"], _second(row["assigned_at"]), _second(row["completed_at"]), row["score"]),
        )
        for row in rows
    )


def _second(value: Any) -> str | None:
    return None if value is None else str(value)[:19].replace("T", " ")


def agents_of(settings: Settings, folder: Path, **world: Any) -> dict[str, str]:
    load("zendesk", settings, folder, **world)
    rows = standard(settings, "stg_zendesk__agents", "zendesk")
    with duckdb.connect() as connection:
        connection.execute("create table agents (agent_id text, actor_type text, email_hash text, display_name text)")
        named = [[row[name] for name in ("agent_id", "actor_type", "email_hash", "display_name")] for row in rows]
        connection.executemany("insert into agents values (?, ?, ?, ?)", named)
        return dict(connection.execute(str(project_macros().agents_by_key("agents"))).fetchall())
