"""Build the models on Spark from the warehouse's raw tables, and compare the result with DuckDB's, table by table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.analysis import declared, run_analyses
from pipelines.building import load_manifest
from pipelines.building.arguments import model_variables
from pipelines.building.build import FINDINGS
from pipelines.building.runner import run_dbt
from pipelines.errors import HavenError
from pipelines.scaleout.cluster import SparkCluster
from pipelines.settings import Settings

COMPARED_SCHEMAS = ("core", "marts", "people")
# The last bits of a double depend on the order of operations, which engines are free to choose.
SIGNIFICANT_DIGITS = 9

# Small data on few cores: fewer shuffle partitions and no code generation make each of the many small queries quicker.
SESSION = {
    "spark.app.name": "haven",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # A timestamp without zone in the raw files is UTC, as the session is.
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
    "spark.sql.crossJoin.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "1g",
}


@dataclass(frozen=True)
class TableDifference:
    """Rows of one table that only one engine has. Both counts are 0 when the engines agree."""

    table: str
    rows: int
    only_duckdb: int
    only_spark: int


def export_raw(warehouse: Path, folder: Path) -> list[tuple[str, str, Path]]:
    """Write every raw table to Parquet; returns (schema, table, file)."""
    exported = []
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.sql(
            "select table_schema, table_name from information_schema.tables "
            "where (table_schema like 'raw\\_%' escape '\\' or table_schema = 'history' "
            "or (table_schema = 'quality' and table_name = 'gate_results')) "
            "and table_name not like '\\_dlt%' escape '\\' and table_schema not like '%staging' order by 1, 2"
        ).fetchall()
        for schema, table in tables:
            target = folder / schema / f"{table}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            connection.sql(f'copy "{schema}"."{table}" to \'{target}\' (format parquet)')
            exported.append((schema, table, target))
    return exported


def build_on_spark(settings: Settings, cluster: SparkCluster, folder: Path, say: Callable[[str], None] = print) -> Path:
    """Run the dbt project's `spark` target on `cluster`. Returns the folder of Spark's own tables.

    Must run in a process of its own: one process has one Spark session.

    Raises:
        HavenError: dbt reported a failed seed or model.
    """
    from pyspark.sql import SparkSession

    tables_folder = folder / "tables"
    shutil.rmtree(tables_folder, ignore_errors=True)
    builder = SparkSession.builder.master(cluster.master).config("spark.sql.warehouse.dir", str(tables_folder))
    for name, value in SESSION.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        for schema, table, file in export_raw(settings.warehouse, folder / "raw"):
            session.sql(f"create schema if not exists `{schema}`")
            session.sql(f"create table `{schema}`.`{table}` using parquet location 'file://{file}'")
        _dbt(settings, folder, say, "seed")
        _dbt(settings, folder, say, "run", "--exclude", FINDINGS)
        say("computing what the tables show")
        run_analyses(SparkStore(session), declared(load_manifest(settings)))
        _dbt(settings, folder, say, "run", "--select", FINDINGS)
    finally:
        session.stop()
    return tables_folder


def _dbt(settings: Settings, folder: Path, say: Callable[[str], None], command: str, *chosen: str) -> None:
    say(f"dbt {' '.join((command, *chosen))} on Spark")
    arguments = [command, "--target", "spark", "--project-dir", str(settings.dbt_project)]
    arguments += ["--profiles-dir", str(settings.dbt_project), "--target-path", str(folder / "dbt")]
    arguments += ["--log-path", str(folder / "logs"), "--vars", json.dumps(model_variables(settings, None)), *chosen]
    run = run_dbt(settings, arguments, lambda node: say(f"{node.seconds:6.1f} s  {node.name} {node.status}"))
    if not run.succeeded:
        failed = "; ".join(f"{node.name}: {node.message[:300]}" for node in run.failed_nodes)
        raise HavenError(f"dbt {command} failed on Spark: {failed or run.error}", f"Read {folder / 'logs'}.")


class SparkStore:
    """Spark's tables as Arrow, and back."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def read(self, table: str, columns: Sequence[str]) -> pa.Table:
        return self._session.table(table).select(*columns).toArrow()

    def write(self, table: str, rows: pa.Table) -> None:
        self._session.sql(f"create schema if not exists `{table.split('.')[0]}`")
        # Arrow's time without zone would become Spark's timestamp without zone, which the models know nothing of.
        instants = [
            field.with_type(pa.timestamp("us", "UTC")) if pa.types.is_timestamp(field.type) else field
            for field in rows.schema
        ]
        rows = rows.cast(pa.schema(instants))
        self._session.createDataFrame(rows).write.mode("overwrite").format("parquet").saveAsTable(table)


def _comparable(name: str, type_name: str) -> str:
    quoted = f'"{name}"'
    if type_name in ("DOUBLE", "FLOAT"):
        return f"case when {quoted} = 0 then '0' else printf('%.{SIGNIFICANT_DIGITS - 1}e', {quoted}) end as {quoted}"
    if type_name.startswith("TIMESTAMP"):
        return f"epoch_us({quoted}) as {quoted}"
    return f"cast({quoted} as varchar) as {quoted}"


def compare_engines(settings: Settings, tables_folder: Path) -> Iterator[TableDifference]:
    """Compare every core and mart table of the warehouse with Spark's.

    A table that Spark lacks counts all its rows as different.
    """
    with duckdb.connect() as connection:
        connection.sql("set TimeZone = 'UTC'")
        connection.sql(f"attach '{settings.warehouse}' as warehouse (read_only)")
        tables = connection.sql(
            "select table_schema, table_name from information_schema.tables where table_catalog = 'warehouse' "
            f"and table_schema in {COMPARED_SCHEMAS} order by 1, 2"
        ).fetchall()
        for schema, table in tables:
            ours = f'warehouse."{schema}"."{table}"'
            columns = connection.sql(f"describe {ours}").fetchall()
            chosen = ", ".join(_comparable(name, str(kind)) for name, kind, *_ in columns)
            rows = connection.sql(f"select count(*) from {ours}").fetchall()[0][0]
            files = list((tables_folder / f"{schema}.db" / table).glob("*.parquet"))
            if not files:
                yield TableDifference(f"{schema}.{table}", rows, max(rows, 1), 0)
                continue
            theirs = f"read_parquet('{tables_folder / f'{schema}.db' / table}/*.parquet')"
            left, right = f"select {chosen} from {ours}", f"select {chosen} from {theirs}"
            only = [
                connection.sql(f"select count(*) from ({a} except all {b})").fetchall()[0][0]
                for a, b in ((left, right), (right, left))
            ]
            yield TableDifference(f"{schema}.{table}", rows, *only)
