from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine, inspect, text

from pipelines.quality import dialect


@pytest.fixture
def url(tmp_path: Path) -> str:
    file = tmp_path / "w.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.t (a integer not null, b decimal(18,6), c varchar, d timestamp)")
        connection.execute("insert into marts.t select i, i, 'x', now() from range(5) r(i)")
    dialect.register()
    return f"{dialect.NAME}:///{file}"


def test_rows_can_be_read_after_the_connection_was_handed_back(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        result = connection.execute(text("select a from marts.t order by a"))
        connection.execute(text("select 1"))
        assert [row[0] for row in result.fetchmany(2)] == [0, 1]
        assert [row[0] for row in result.fetchall()] == [2, 3, 4]
    engine.dispose()
    dialect.close_all()


def test_columns_come_with_names_types_and_nullability(url: str) -> None:
    columns = inspect(create_engine(url)).get_columns("t", schema="marts")
    assert [(column["name"], column["nullable"]) for column in columns] == [
        ("a", False),
        ("b", True),
        ("c", True),
        ("d", True),
    ]
    dialect.close_all()


def test_after_closing_the_file_can_be_written_again(url: str) -> None:
    engine = create_engine(url, connect_args={"read_only": True})
    with engine.connect() as connection:
        connection.execute(text("select 1"))
    dialect.close_all()
    duckdb.connect(url.split("///")[1]).close()
