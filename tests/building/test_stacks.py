"""Whatever a company has, the invariants hold: each stack is built with every test of the models."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines import sandbox
from pipelines.building import build
from pipelines.environment import environment
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.loading.raw_tables import schema_name, tables_of
from pipelines.settings import CORE_SOURCES, Settings, load_settings

STACKS = [("zendesk",), ("ada",), ("zendesk", "assembled"), ("ada", "drop"), ("zendesk", "ada", "assembled")]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("stacks")
    settings = load_settings({"HAVEN_DATA_DIR": str(folder / "data"), "HAVEN_TIME_ZONE": "Europe/Berlin"})
    ensure_raw_tables(settings)
    plants = ("overclaim", "scope_creep")
    with sandbox.running(folder / "world", seed=5, days=20, scale=0.15, plants=plants) as env, environment(env):
        for source in CORE_SOURCES:
            load_source(source, settings)
    return settings


@pytest.mark.parametrize("stack", STACKS, ids="+".join)
def test_the_invariants_hold(loaded: Settings, stack: tuple[str, ...], tmp_path: Path) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path), "HAVEN_TIME_ZONE": "Europe/Berlin"})
    shutil.copy(loaded.warehouse, settings.warehouse)
    with duckdb.connect(str(settings.warehouse)) as warehouse:
        for source in set(CORE_SOURCES) - set(stack):
            for table in tables_of(source):
                warehouse.execute(f"delete from {schema_name(source)}.{table}")
    build(settings)
    with duckdb.connect(str(settings.warehouse), read_only=True) as warehouse:
        sources = warehouse.sql("select distinct source from intermediate.int_conversations_unioned").fetchall()
        conversations = warehouse.sql("select count(*) from core.fct_conversations").fetchall()[0][0]
    assert {source for (source,) in sources} == set(stack) & {"zendesk", "ada"}
    assert conversations > 50
