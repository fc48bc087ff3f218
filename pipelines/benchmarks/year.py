"""How long all that is computed takes for a year of a million conversations: `python -m pipelines.benchmarks.year`.

The year is what `make run` built, many times over: every quarter again a quarter earlier, and as many companies side
by side as are needed. It has a year's rows, weeks, people and customers; no seasons, and no news of its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

import duckdb

from pipelines.analysis import Analysis, declared
from pipelines.building import compute
from pipelines.building.arguments import build_arguments
from pipelines.building.manifest import Manifest, dbt_manifest, load_manifest
from pipelines.building.record import begin_build
from pipelines.building.runner import run_dbt
from pipelines.errors import HavenError
from pipelines.settings import Settings, load_settings
from pipelines.warehouse import connect, quoted

CONVERSATIONS = 1_000_000
QUARTERS, QUARTER_DAYS = 4, 91
SMALL = 60  # identifiers with no more values than this name kinds of things, which every company has in common
SHARED = frozenset({"dim_intents", "int_horizon_found"})
COMMON = frozenset({"fct_changes", "int_changes_unioned", "int_ops_events_unioned"})
PEOPLE = frozenset({"dim_agents", "dim_customers", "int_customers_stitched", "int_training_events_unioned"})
HORIZON = "observed_until"  # the same in every row
OF_A_PERSON = frozenset({"customer_id", "person_id", "organisation_id"})


def split(manifest: Manifest, analyses: Sequence[Analysis]) -> tuple[list[Any], list[str]]:
    """The tables to multiply, as nodes, and the names of the models that count them for the analyses."""
    nodes = manifest["nodes"]
    by_table = {
        f"{node['schema']}.{node['name']}": key for key, node in nodes.items() if node["resource_type"] != "test"
    }
    waiting = [by_table[table] for analysis in analyses for table in analysis.reads if table in by_table]
    counted: set[str] = set()
    base: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in counted or key not in nodes:
            continue
        if nodes[key]["resource_type"] == "model" and nodes[key]["fqn"][1] == "marts":
            counted.add(key)
            waiting.extend(manifest["parent_map"][key])
        else:
            base.add(key)
    return [nodes[key] for key in sorted(base)], sorted(nodes[key]["name"] for key in counted)


def multiply(connection: duckdb.DuckDBPyConnection, node: Any, companies: int) -> None:
    """Write `year.<schema>.<name>` from the table of that name in `quarter`."""
    name = node["name"]
    source, target = (quoted(catalog, node["schema"], name) for catalog in ("quarter", "year"))
    connection.execute(f"create schema if not exists {quoted('year', node['schema'])}")
    if node["resource_type"] == "seed" or name in SHARED:
        connection.execute(f"create table {target} as from {source}")
        return
    columns = [(row[0], row[1]) for row in connection.execute(f"describe {source}").fetchall()]
    chosen = [f"{_column(connection, source, name, column, kind)} as {quoted(column)}" for column, kind in columns]
    connection.execute(
        f"""create table {target} as select {", ".join(chosen)} from {source}
            cross join range({1 if name in COMMON else companies}) as companies(company)
            cross join range({1 if name in PEOPLE else QUARTERS}) as quarters(ago)"""
    )


def _column(connection: duckdb.DuckDBPyConnection, source: str, table: str, column: str, kind: str) -> str:
    value = quoted(column)
    if kind in ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE") and table not in PEOPLE and column != HORIZON:
        return f"cast({value} - to_days(cast({QUARTER_DAYS} * ago as integer)) as {kind})"
    if kind != "VARCHAR" or not column.endswith(("_id", "_key", "_value")):
        return value
    if column in OF_A_PERSON:
        return f"{value} || '~' || company"
    count, people = connection.execute(
        f"""select count(distinct {value}), count(case when {value} in (from staff) then 1 end) from {source}"""
    ).fetchone() or (0, 0)
    if people:
        return f"case when {value} in (from staff) then {value} || '~' || company else {value} end"
    is_own = count > SMALL or column in ("conversation_id", "leg_id")
    return f"{value} || '~' || company || '.' || ago" if is_own else value


def write_year(built: Settings, year: Settings, base: Sequence[Any], conversations: int) -> int:
    """Fill the warehouse of `year` from the one of `built`; returns its conversations."""
    year.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built.warehouse}' as quarter (read_only)")
        connection.execute(f"attach '{year.warehouse}' as year")
        connection.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
        connection.execute(
            "create temp table staff as select agent_id from quarter.core.dim_agents where actor_type = 'human'"
        )
        count = "select count(*) from {}.core.fct_conversations"
        (held,) = connection.execute(count.format("quarter")).fetchone() or (0,)
        companies = max(1, round(conversations / (QUARTERS * max(1, held))))
        for node in base:
            multiply(connection, node, companies)
        (made,) = connection.execute(count.format("year")).fetchone() or (0,)
    return int(made)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the seconds of the counting models and of each analysis, and the peak memory of both; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS)
    chosen = parser.parse_args(argv)
    built = load_settings()
    try:
        connect(built.warehouse, read_only=True).close()
        with tempfile.TemporaryDirectory(dir=built.data_dir) as folder:
            report(built, load_settings({"HAVEN_DATA_DIR": folder, "HAVEN_TIME_ZONE": built.time_zone}), chosen)
    except HavenError as error:
        print(f"year: {error}", file=sys.stderr)
        return 1
    return 0


def report(built: Settings, year: Settings, chosen: argparse.Namespace) -> None:
    manifest = load_manifest(year)
    analyses = declared(manifest)
    base, counted = split(manifest, analyses)
    print(f"{write_year(built, year, base, chosen.conversations):,} conversations in a year", flush=True)
    began = time.monotonic()
    run = run_dbt(year, build_arguments(year, select=counted, tests=False), manifest=dbt_manifest(year))
    if not run.succeeded:
        failed = next((f"{node.name}: {node.message}" for node in run.failed_nodes), run.error)
        raise HavenError(f"the models cannot count the year: {failed}", "Run `haven build` first, then try again.")
    print(f"{len(counted)} models that count: {time.monotonic() - began:.1f} s", flush=True)
    begin_build(year, None, None)
    compute(year, analyses, lambda line: None if line.endswith("...") else print(line, flush=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"all of it: {time.monotonic() - began:.0f} s, peak memory {peak:.1f} GiB")


if __name__ == "__main__":
    sys.exit(main())
