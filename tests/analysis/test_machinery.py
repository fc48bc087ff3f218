"""What every analysis promises: declared tables, inputs that are built before it, and the same rows from any order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from pipelines.analysis import Analysis, analyses, run_analyses
from pipelines.analysis.analysis import DAY, FLAG, MOMENT, REAL, SCHEMA, TEXT, WHOLE, schema
from pipelines.building import load_manifest
from pipelines.building.build import needed
from pipelines.errors import HavenError
from pipelines.settings import load_settings

DATA_TYPES = {TEXT: "string", WHOLE: "bigint", REAL: "double", FLAG: "boolean", DAY: "date", MOMENT: "timestamp"}


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return load_manifest(load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("data"))}))


class Shelf:
    """Tables in memory."""

    def __init__(self, **tables: pa.Table) -> None:
        self.tables = {name.replace("__", "."): table for name, table in tables.items()}

    def read(self, table: str, columns: Sequence[str]) -> pa.Table:
        return self.tables[table].select(list(columns))

    def write(self, table: str, rows: pa.Table) -> None:
        self.tables[table] = rows


COUNTING = Analysis(
    name="count",
    reads={"core.fct_things": schema(name=TEXT, size=WHOLE)},
    writes={"counts": schema(first=TEXT, total=WHOLE)},
    compute=lambda tables: {
        "counts": [
            {
                "first": tables["core.fct_things"]["name"][0].as_py(),
                "total": sum(tables["core.fct_things"]["size"].to_pylist()),
            }
        ]
    },
)


def test_every_table_is_declared_with_the_columns_that_are_written(manifest: dict[str, Any]) -> None:
    written = {
        table: {field.name: DATA_TYPES[field.type] for field in columns}
        for analysis in analyses()
        for table, columns in analysis.writes.items()
    }
    told = {
        source["name"]: {name: column["data_type"] for name, column in source["columns"].items()}
        for source in manifest["sources"].values()
        if source["schema"] == SCHEMA
    }
    assert written == told


def test_every_input_is_a_model_that_is_built_before_or_written_by_an_earlier_analysis(
    manifest: dict[str, Any],
) -> None:
    tables = {f"{node['schema']}.{node['name']}": node["name"] for node in manifest["nodes"].values()}
    read: set[str] = set()
    written: set[str] = set()
    for analysis in analyses():
        read |= set(analysis.reads) - written
        written |= {f"{SCHEMA}.{table}" for table in analysis.writes}
    assert read <= set(tables)
    assert {table for table in read if needed(manifest, [tables[table]])} == set()


def test_what_a_mart_needs_includes_the_analyses_that_its_analyses_read(manifest: dict[str, Any]) -> None:
    names = [analysis.name for analysis in needed(manifest, ["improve_explained_changes"])]
    assert names == ["chart every week", "tell what worked", "explain changes"]


def test_every_table_is_read_by_a_model(manifest: dict[str, Any]) -> None:
    read = {parent for node in manifest["nodes"].values() for parent in node["depends_on"].get("nodes", ())}
    unread = {name for name, source in manifest["sources"].items() if source["schema"] == SCHEMA} - read
    assert unread == set()


def test_names_are_not_used_twice() -> None:
    names = [analysis.name for analysis in analyses()]
    tables = [table for analysis in analyses() for table in analysis.writes]
    assert len(set(names)) == len(names)
    assert len(set(tables)) == len(tables)


def test_no_analysis_knows_an_engine_or_the_orchestrator() -> None:
    for analysis in analyses():
        text = json.dumps(sorted(vars(__import__(analysis.compute.__module__, fromlist=["x"]))))
        assert not {"duckdb", "pyspark", "dg", "dagster"} & set(json.loads(text))


def test_nothing_is_shown_where_nothing_came_in() -> None:
    """A company without an AI, without reviews and without a workforce tool gets no error."""
    for analysis in analyses():
        shelf = Shelf()
        shelf.tables = {table: columns.empty_table() for table, columns in analysis.reads.items()}
        run_analyses(shelf, [analysis])
        assert {f"{SCHEMA}.{table}" for table in analysis.writes} <= set(shelf.tables)


def test_the_order_of_the_rows_that_an_engine_gives_does_not_matter() -> None:
    things = pa.table({"name": ["b", "a", "c"], "size": pa.array([1, 2, 3], pa.int32())})
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        shelf = Shelf(core__fct_things=things.take(order))
        assert run_analyses(shelf, [COUNTING]) == {"counts": 1}
        assert shelf.tables["analysis.counts"].to_pylist() == [{"first": "a", "total": 6}]


def test_a_column_of_another_type_is_refused_with_its_table() -> None:
    shelf = Shelf(core__fct_things=pa.table({"name": ["a"], "size": ["many"]}))
    with pytest.raises(HavenError, match=r"core\.fct_things does not have the types"):
        run_analyses(shelf, [COUNTING])


def test_a_row_that_does_not_fit_its_declared_columns_is_refused() -> None:
    wrong = Analysis("count", COUNTING.reads, {"counts": schema(first=TEXT)}, COUNTING.compute)
    shelf = Shelf(core__fct_things=pa.table({"name": ["a"], "size": [1]}))
    with pytest.raises(HavenError, match=r"columns of counts differ: \['total'\]"):
        run_analyses(shelf, [wrong])
