"""MetricFlow answers from the semantic models what the marts answer: each metric is defined once, in effect.

The warehouse and dbt's target folder come from HAVEN_TEST_WAREHOUSE and HAVEN_TEST_DBT_TARGET when both are set, else
from the session's run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from pipelines.building.manifest import parsed_project
from tests.registers.conftest import seed

Row = tuple[Any, ...]
Query = Callable[[Sequence[str], Sequence[str]], list[Row]]


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """(warehouse file, folder with dbt's semantic manifest)"""
    warehouse, target = os.environ.get("HAVEN_TEST_WAREHOUSE"), os.environ.get("HAVEN_TEST_DBT_TARGET")
    if warehouse and target:
        return Path(warehouse), Path(target)
    settings = request.getfixturevalue("sandbox_run").settings
    return settings.warehouse, parsed_project(settings)


@pytest.fixture(scope="module")
def connection(built: tuple[Path, Path]) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(built[0]), read_only=True)


@pytest.fixture(scope="module")
def metricflow(built: tuple[Path, Path], connection: duckdb.DuckDBPyConnection) -> Query:
    """Ask MetricFlow for the SQL and run it ourselves, read-only, so that no second writer opens the warehouse."""
    from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
    from metricflow.protocols.sql_client import SqlEngine
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
    from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
    from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

    manifest = parse_manifest_from_dbt_generated_manifest((built[1] / "semantic_manifest.json").read_text())
    client: Any = SimpleNamespace(sql_engine_type=SqlEngine.DUCKDB, sql_plan_renderer=DuckDbSqlPlanRenderer())
    engine = MetricFlowEngine(SemanticManifestLookup(manifest), client)

    def query(metrics: Sequence[str], group_by: Sequence[str]) -> list[Row]:
        request = MetricFlowQueryRequest.create(
            metric_names=list(metrics), group_by_names=list(group_by), order_by_names=list(group_by)
        )
        return connection.sql(engine.explain(request).sql_statement.sql).fetchall()

    return query


HEADLINES = {row["metric"] for row in seed("metric_register") if row["mart"] == "measure_population_read"}


def test_every_headline_is_defined_in_metricflow(built: tuple[Path, Path]) -> None:
    defined = {metric["name"] for metric in json.loads((built[1] / "semantic_manifest.json").read_text())["metrics"]}
    assert sorted(HEADLINES - defined) == []


@pytest.mark.parametrize("metric", sorted(HEADLINES - {"volume_share"}))
def test_each_population_has_the_mart_s_number(
    metric: str, metricflow: Query, connection: duckdb.DuckDBPyConnection
) -> None:
    entity = "rating" if metric.startswith("csat_") else "leg"
    found = {population: value for population, value in metricflow([metric], [f"{entity}__population"]) if population}
    numbers = connection.execute(
        "select population, coalesce(numerator / nullif(denominator, 0), value) from marts.measure_population_read "
        "where metric = ? and period = 'all'",
        [metric],
    ).fetchall()
    expected = {name: value for name, value in numbers if value is not None}
    assert expected
    assert {name: float(found[name]) for name in expected} == pytest.approx(expected)


def test_the_share_of_the_ai_is_the_mart_s(metricflow: Query, connection: duckdb.DuckDBPyConnection) -> None:
    ((found,),) = metricflow(["volume_share"], [])
    ((expected,),) = connection.sql(
        "select value from marts.measure_population_read "
        "where metric = 'volume_share' and population = 'ai' and period = 'all'"
    ).fetchall()
    assert found == pytest.approx(expected)


def test_each_month_has_the_mart_s_number(metricflow: Query, connection: duckdb.DuckDBPyConnection) -> None:
    rows = metricflow(["verified_contacts_7d", "settled_contacts_7d"], ["leg__population", "metric_time__month"])
    found = {(population, f"{month:%Y-%m}"): (hits, of) for month, population, hits, of in rows if population and month}
    expected = connection.sql(
        "select population, period, numerator, denominator from marts.measure_population_read "
        "where metric = 'verified_resolution_7d' and period <> 'all' and denominator is not null"
    ).fetchall()
    assert expected
    for population, period, hits, of in expected:
        assert found[population, period] == (hits, of)


def test_billed_units_are_the_reconciliation_s(metricflow: Query, connection: duckdb.DuckDBPyConnection) -> None:
    found = {
        vendor: (billed, verified)
        for vendor, billed, verified in metricflow(["billed_units", "verified_billed_units"], ["claim__vendor"])
    }
    expected = connection.sql(
        "select vendor, sum(units) filter (line = 'invoiced'), sum(units) filter (line = 'verified') "
        "from marts.measure_vendor_reconciliation where period = 'all' group by vendor"
    ).fetchall()
    assert expected
    assert found == {vendor: (billed, verified) for vendor, billed, verified in expected}


@pytest.mark.parametrize(
    "dimension",
    [
        "leg__channel",
        "leg__intent_id",
        "leg__team",
        "leg__vendor",
        "leg__ai_version",
        "leg__agent_cohort",
        "leg__lifecycle_stage",
    ],
)
def test_contacts_can_be_split_and_add_up_again(
    dimension: str, metricflow: Query, connection: duckdb.DuckDBPyConnection
) -> None:
    parts = metricflow(["contacts"], [dimension])
    column = dimension.removeprefix("leg__")
    expected = connection.sql(
        f"select {column}, count(*) from core.fct_legs where is_contact_leg group by {column}"
    ).fetchall()
    assert {value: count for value, count in parts if count} == dict(expected)
    assert (
        sum(count for _, count in parts)
        == connection.sql("select count(*) from core.fct_conversations where is_contact").fetchall()[0][0]
    )
