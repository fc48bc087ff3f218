"""The same raw tables publish the same bytes; loading the same source state twice, once killed outright while loading,
building and publishing, differs only in when it was known."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import ROOT, Settings, load_settings
from tests.conftest import Run, clean_environment, finished_run, haven

WORLD = ("--days", "3", "--scale", "0.3", "--no-reports")
# The line after which to kill, and how many seconds later: in the middle of the step.
MOMENTS = (("load zendesk ...", 0.7), ("build the models ...", 5.0), ("publish ...", 0.15))
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


@pytest.mark.slow
def test_a_run_killed_at_every_stage_differs_from_one_left_alone_only_in_when_it_was_known(
    first: Run, tmp_path: Path
) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    for after, seconds in MOMENTS:
        killed(tmp_path, after, seconds)
        assert whole(settings)
    second = finished_run(tmp_path, *WORLD)
    assert sorted(tables(second)) == sorted(tables(first))
    assert [name for name in tables(first) if content(second, name) != content(first, name)] == []


def killed(data_dir: Path, after: str, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "run", *WORLD],
        cwd=ROOT,
        env=clean_environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.rstrip().endswith(after):
            time.sleep(seconds)
            break
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "".join(said[-5:])
    process.stdout.close()


def whole(settings: Settings) -> bool:
    """Whether what is published can be read, database and files alike."""
    if not settings.published_db.exists():
        return True
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        stated = connection.execute("select schema_name, table_name, row_count from meta.tables").fetchall()
        for schema, table, rows in stated:
            for relation in (f"{schema}.{table}", f"'{settings.published_dir}/{schema}/{table}.parquet'"):
                assert connection.execute(f"select count(*) from {relation}").fetchone() == (rows,)
    return True


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
