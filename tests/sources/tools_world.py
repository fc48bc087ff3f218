"""A small company whose tools are all served, what the standard makes of one load, and what every tool must do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipelines.errors import HavenError
from pipelines.loading import RAW_TABLES, load_source
from pipelines.loading.load import LoadSummary
from pipelines.macros import project_macros
from pipelines.sandbox import World, build_world, running
from pipelines.sandbox.stacks import DEFAULT_STACK
from pipelines.settings import Settings, load_settings
from pipelines.verification.sql import model
from tests.loading.warehouses import Versions, row_ids_are_unique, versions
from tests.world_files import dropped

STACK = "zendesk+ada+calabrio+tools"
END = date(2026, 5, 20)
SCALE = 0.1
PATIENCE = {"RETRY_SECONDS": "8", "TIMEOUT_SECONDS": "1"}


# Faults that leave no mark in the answers they struck.
UNMARKED = {"reset", "malformed"}


@dataclass(frozen=True)
class Tool:
    """A source under test, in the world from which it is loaded.

    A load without news asks at most `most_requests` times. `weathered` faults change nothing, `stopped` ones are said
    in the words beside them. `page_size` names the constant, where the source has one, that the tests make as small as
    `rows_a_page`, so that there is something between pages; a fault that needs more rows has its number in `rows_with`.
    """

    source: str
    most_requests: int
    weathered: tuple[str, ...]
    stopped: tuple[tuple[str, str], ...]
    world: dict[str, Any]
    page_size: str | None = None
    rows_a_page: int = 0
    rows_with: dict[str, int] = field(default_factory=dict)

    def with_pages_for(self, patch: pytest.MonkeyPatch, fault: str = "") -> None:
        if self.page_size:
            patch.setattr(self.page_size, self.rows_with.get(fault.split(":")[0], self.rows_a_page))


class EveryTool:
    """What every tool's source does; a test module gives its `TOOL` and a class that inherits these."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        tool: Tool = metafunc.module.TOOL
        if "words" in metafunc.fixturenames:
            metafunc.parametrize(("fault", "words"), tool.stopped)
        elif "fault" in metafunc.fixturenames:
            metafunc.parametrize("fault", tool.weathered)

    def test_a_second_load_asks_little_and_adds_nothing(
        self, tool: Tool, loaded: Settings, folder: Path, clear: Versions
    ) -> None:
        summary, asked = load(tool.source, loaded, folder, **tool.world)
        assert summary.appended == 0
        assert versions(loaded, tool.source) == clear
        assert len(asked) <= tool.most_requests
        assert {line["status"] for line in asked} == {200}

    def test_the_rows_are_those_of_a_clear_day(
        self, fault: str, tool: Tool, folder: Path, clear: Versions, tmp_path: Path
    ) -> None:
        settings = settings_in(tmp_path)
        load(tool.source, settings, folder, fault, **tool.world)
        assert faults_that_struck(settings) == {fault.split(":")[0]} - UNMARKED
        assert versions(settings, tool.source) == clear

    def test_what_is_missing_is_said_and_the_next_load_has_it(
        self,
        fault: str,
        words: str,
        tool: Tool,
        folder: Path,
        clear: Versions,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        tool.with_pages_for(monkeypatch, fault)
        settings = settings_in(tmp_path)
        with pytest.raises(HavenError, match=words):
            load(tool.source, settings, folder, fault, **tool.world)
        assert faults_that_struck(settings) == {fault.split(":")[0]}
        load(tool.source, settings, folder, **tool.world)
        assert versions(settings, tool.source) == clear
        assert row_ids_are_unique(settings, tool.source)


class EveryTrainingTool(EveryTool):
    """What every tool's source does that tells of training."""

    def test_courses_are_those_the_files_tell_without_the_tool(
        self, tool: Tool, loaded: Settings, folder: Path
    ) -> None:
        rows, days = _training(tool, loaded), tool.world["days"]
        told = dropped(account(folder, days), "training_events")
        assert courses(rows, agents_of(loaded, folder, **tool.world)) == courses(told)
        assert len({row["training_event_id"] for row in rows}) == len(rows) > 20
        assert {row["intent"] for row in told} == {None, "orders.return_label"}
        assert not (folder / f"world{days}" / "drop" / "training_events.jsonl").exists()

    def test_a_day_later_a_course_that_was_finished_has_its_score(self, tool: Tool, folder: Path) -> None:
        settings = settings_in(folder / "grown")
        # Somebody who began on 1 June is through with onboarding two hours after the first of these worlds ends.
        before = tool.world | {"days": 112, "end": date(2026, 6, 11)}
        after = tool.world | {"days": 113, "end": date(2026, 6, 12)}
        load(tool.source, settings, folder, **before)
        first = {row["training_event_id"]: row for row in _training(tool, settings)}
        load(tool.source, settings, folder, **after)
        then = {row["training_event_id"]: row for row in _training(tool, settings)}
        assert any(row["completed_at"] is None and then[key]["completed_at"] for key, row in first.items())
        told = dropped(account(folder, after["days"], after["end"]), "training_events")
        assert courses(list(then.values()), agents_of(settings, folder, **after)) == courses(told)


def _training(tool: Tool, settings: Settings) -> list[dict[str, Any]]:
    return standard(settings, f"stg_{tool.source}__training_events", tool.source)


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
    source: str,
    settings: Settings,
    folder: Path,
    *faults: str,
    days: int,
    end: date = END,
    stack: str = STACK,
    window: float = 1.0,
) -> tuple[LoadSummary, list[dict[str, Any]]]:
    """Load once; gives what the load did and the requests that the server answered."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / f"{len(list(settings.data_dir.glob('*.log')))}.log"
    with serving(folder, days=days, end=end, stack=stack, faults=faults, log=log, window=window):
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


def agents_of(settings: Settings, folder: Path, *others: str, **world: Any) -> dict[str, str]:
    """By their keys, the agents that the helpdesk and `others` tell of."""
    rows: list[dict[str, Any]] = []
    for source in ("zendesk", *others):
        load(source, settings, folder, **world)
        rows += standard(settings, f"stg_{source}__agents", source)
    with duckdb.connect() as connection:
        connection.execute("create table agents (agent_id text, actor_type text, email_hash text, display_name text)")
        named = [[row[name] for name in ("agent_id", "actor_type", "email_hash", "display_name")] for row in rows]
        connection.executemany("insert into agents values (?, ?, ?, ?)", named)
        return dict(connection.execute(str(project_macros().agents_by_key("agents"))).fetchall())
