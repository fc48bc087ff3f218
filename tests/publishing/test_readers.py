"""What is published can be read by any tool, by several at once, while it is replaced; and nobody can write it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy

from pipelines.publishing import place
from pipelines.settings import Settings, load_settings

ROWS = 1000
NOBODY = 65534
PROCESSES = multiprocessing.get_context("fork")


@pytest.fixture
def settings() -> Iterator[Settings]:
    """A folder that other users may enter, as a shared one is."""
    folder = Path(tempfile.mkdtemp(prefix="haven-readers-"))
    folder.chmod(0o755)
    yield load_settings({"HAVEN_DATA_DIR": str(folder)})
    shutil.rmtree(folder)


def publish(settings: Settings, number: int) -> None:
    """Publish a build whose every row carries its number, by the very functions that publish the real one."""
    folder = place.new_folder(settings, f"build-{number}")
    for schema in ("core", "marts", "meta"):
        (folder / schema).mkdir()
    with duckdb.connect(str(folder / "haven.duckdb")) as connection:
        connection.execute("create schema meta; create schema marts")
        connection.execute(f"create table meta.build as select {number} as run_id")
        connection.execute(f"create table marts.numbers as select {number} as number from range({ROWS})")
        connection.execute(f"copy meta.build to '{folder}/meta/build.parquet' (format parquet)")
        connection.execute(f"copy marts.numbers to '{folder}/marts/numbers.parquet' (format parquet)")
    place.seal(folder)
    place.put_in_place(settings, folder)


def read_on(settings: Settings, stop: Event, seen: Any) -> None:
    """Read the file and the Parquet again and again; report every build seen, or what went wrong."""
    try:
        while True:
            is_last = stop.is_set()
            with duckdb.connect(str(settings.published_db), read_only=True) as connection:
                (build,) = connection.execute("select run_id from meta.build").fetchall()[0]
                time.sleep(0.005)  # the publication may be replaced between two queries of one reader
                rows = connection.execute("select min(number), max(number), count(*) from marts.numbers").fetchall()
            parquet = duckdb.sql(
                f"select min(number) = max(number), count(*) from '{settings.published_dir}/marts/numbers.parquet'"
            ).fetchall()
            seen.append((build, rows == [(build, build, ROWS)] and parquet == [(True, ROWS)]))
            if is_last:
                return
    except Exception as error:
        seen.append((type(error).__name__, str(error)))


def test_two_readers_see_whole_publications_while_it_is_replaced(settings: Settings) -> None:
    publish(settings, 1)
    stop = PROCESSES.Event()
    with PROCESSES.Manager() as manager:
        seen = [manager.list(), manager.list()]
        readers = [PROCESSES.Process(target=read_on, args=(settings, stop, mine)) for mine in seen]
        for reader in readers:
            reader.start()
        for number in range(2, 9):
            time.sleep(0.1)
            publish(settings, number)
        stop.set()
        for reader in readers:
            reader.join(30)
        for mine in map(list, seen):
            assert [entry for entry in mine if entry[1] is not True] == []
            builds = [build for build, _ in mine]
            assert builds == sorted(builds)
            assert builds[-1] == 8
            assert len(set(builds)) > 2


def test_a_reader_that_stays_keeps_what_it_opened(settings: Settings) -> None:
    publish(settings, 1)
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        for number in (2, 3, 4):
            publish(settings, number)
        assert connection.execute("select sum(number) from marts.numbers").fetchall() == [(ROWS,)]


def try_to_write(database: str, result: Any) -> None:
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        with duckdb.connect(database) as connection:
            connection.execute("create table marts.mine as select 1")
        result.send("written")
    except duckdb.Error as error:
        result.send(str(error))


def test_nobody_writes_what_is_published(settings: Settings) -> None:
    publish(settings, 1)
    before = settings.published_db.read_bytes()
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        for statement in ("create table marts.mine as select 1", "delete from marts.numbers", "drop table meta.build"):
            with pytest.raises(duckdb.Error, match="read-only"):
                connection.execute(statement)
    answer, result = PROCESSES.Pipe(duplex=False)
    other = PROCESSES.Process(target=try_to_write, args=(str(settings.published_db), result))
    other.start()
    assert answer.poll(30)
    said = answer.recv()
    other.join(30)
    assert "ermission denied" in said or "read-only" in said
    modes = [path.stat().st_mode & 0o222 for path in settings.published_dir.rglob("*") if path.is_file()]
    assert modes == [0] * len(modes)
    assert settings.published_db.read_bytes() == before


def test_tools_that_speak_sqlalchemy_read_it_without_a_lock(settings: Settings) -> None:
    """As Superset does, through duckdb-engine; two engines at once."""
    publish(settings, 1)
    address = f"duckdb:///{settings.published_db}"
    read_only = {"read_only": True}
    engines = [sqlalchemy.create_engine(address, connect_args=read_only, poolclass=sqlalchemy.NullPool) for _ in "ab"]
    with engines[0].connect() as one, engines[1].connect() as other:
        for connection in (one, other):
            assert connection.execute(sqlalchemy.text("select count(*) from marts.numbers")).scalar_one() == ROWS
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
            one.execute(sqlalchemy.text("create table marts.mine as select 1"))
