"""What the benchmark calls growing faster than its input."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.benchmarks.growth import Node, growing, read_nodes


def test_a_model_that_keeps_pace_with_its_input_is_not_named() -> None:
    assert growing({"a": Node(1.0, 1000, 5000)}, {"a": Node(10.0, 10_000, 50_000)}) == []


def test_a_model_that_takes_longer_than_its_input_grew_is_named_with_both() -> None:
    (line,) = growing({"a": Node(1.0, 1000, 5000)}, {"a": Node(40.0, 10_000, 50_000)})
    assert line == "a: reads 10.0 times as much in 40.0 times the time (40.0 s)"


def test_rows_that_multiply_are_named_however_quick() -> None:
    (line,) = growing({"a": Node(0.1, 1000, 5000)}, {"a": Node(0.2, 100_000, 50_000)})
    assert line == "a: reads 10.0 times as much and has 100.0 times the rows (100,000)"


def test_a_blink_is_not_called_growth() -> None:
    assert growing({"a": Node(0.001, 10, 5000)}, {"a": Node(0.9, 100, 50_000)}) == []


def test_a_view_stands_for_what_it_reads(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema raw")
        connection.execute("create schema core")
        connection.execute("create table raw.t as select * from range(7)")
        connection.execute("create table core.c as select * from range(3)")
    manifest = {
        "sources": {"source.x.t": {"schema": "raw", "name": "t"}},
        "nodes": {
            "model.x.v": {"schema": "staging", "name": "v", "depends_on": {"nodes": ["source.x.t"]}},
            "model.x.c": {"schema": "core", "name": "c", "depends_on": {"nodes": ["model.x.v", "source.x.t"]}},
        },
    }
    nodes = read_nodes(warehouse, {"model.x.v": 0.1, "model.x.c": 2.0}, manifest)
    assert nodes == {"c": Node(2.0, 3, 14)}
