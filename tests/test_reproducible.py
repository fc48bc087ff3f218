"""The same raw tables publish the same bytes; loading the same source state twice differs only in when it was known."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Run, finished_run, haven

WORLD = ("--days", "3", "--scale", "0.3", "--no-reports")
KNOWN_AT = {"first_known_at", "last_known_at"}


def tables(run: Run) -> dict[str, str]:
    folder = run.settings.published_dir
    return {
        f"{schema}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for schema in ("core", "marts")
        for file in sorted((folder / schema).glob("*.parquet"))
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return finished_run(tmp_path_factory.mktemp("first"), *WORLD)


def test_two_builds_of_the_same_raw_publish_the_same_bytes(first: Run) -> None:
    before = tables(first)
    assert len(before) > 15
    for step in ("build", "check", "publish"):
        done = haven(step, data_dir=first.settings.data_dir)
        assert done.returncode == 0, done.stderr
    assert tables(first) == before


def test_a_second_run_appends_nothing_and_changes_nothing(first: Run) -> None:
    before, rows = tables(first), raw_rows(first)
    again = finished_run(first.settings.data_dir, *WORLD)
    assert raw_rows(again) == rows
    assert tables(again) == before


def test_two_loads_of_one_state_differ_only_in_when_it_was_known(first: Run, tmp_path: Path) -> None:
    second = finished_run(tmp_path, *WORLD)
    for name in tables(first):
        assert content(second, name) == content(first, name), name


def raw_rows(run: Run) -> dict[str, int]:
    with duckdb.connect(str(run.settings.warehouse), read_only=True) as warehouse:
        names = warehouse.sql(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema like 'raw%' and table_name not like '\\_%' escape '\\' and table_name <> 'load_audit'"
        ).fetchall()
        return {name: warehouse.sql(f"select count(*) from {name}").fetchall()[0][0] for (name,) in names}


def content(run: Run, name: str) -> str:
    file = run.settings.published_dir / name
    with duckdb.connect() as memory:
        columns = [c for (c, *_) in memory.sql(f"describe select * from '{file}'").fetchall() if c not in KNOWN_AT]
        rows = memory.sql(f"select {', '.join(columns)} from '{file}'").fetchall()
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
