"""Run one door: take the suites, let Great Expectations judge, keep the verdicts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines.building.record import utc_now
from pipelines.errors import HavenError
from pipelines.quality import results
from pipelines.quality.facts import Facts, gather
from pipelines.quality.report import GateReport, GateResult
from pipelines.quality.suite import Suite
from pipelines.settings import Settings
from pipelines.warehouse import connect

DOORS = ("raw", "published")
SHOWN = 200  # characters of an observed value that are kept


def run_gates(settings: Settings, door: str) -> GateReport:
    """Judge one door (`raw` or `published`), store the verdicts in the warehouse and write the Data Docs.

    Raises:
        HavenError: the warehouse cannot be opened. A broken promise is no error: it is in the report.
    """
    if door not in DOORS:
        raise HavenError(f"there is no gate named `{door}`", f"Choose one of: {', '.join(DOORS)}.")
    started, checked_at = time.monotonic(), utc_now()
    with connect(settings.warehouse, read_only=True) as connection:
        facts = gather(settings, connection, door, checked_at)
    from expectations import suites

    verdicts = judge(settings.warehouse, door, suites(door, facts), facts, site := docs_folder(settings, door))
    results.store(settings, door, verdicts, checked_at)
    return GateReport(door, checked_at, tuple(verdicts), site / "index.html", time.monotonic() - started)


def docs_folder(settings: Settings, door: str) -> Path:
    return settings.reports_dir / "data-docs" / door


def judge(warehouse: Path, door: str, suites: Iterable[Suite], facts: Facts, site: Path) -> list[GateResult]:
    """Every expectation's verdict; also leaves the browsable pages in `site`. Opens the warehouse read-only."""
    from pipelines.quality import datadocs, dialect
    from pipelines.quality.gx import ProgressBarsConfig, gx

    verdicts: list[GateResult] = []
    dialect.register()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # Every suite and table would write the whole configuration as YAML once more; nobody reads it back.
    context.variables.save = lambda: None  # type: ignore[method-assign]
    source = context.data_sources.add_sql(  # type: ignore[call-arg]
        "warehouse",
        connection_string=f"{dialect.NAME}:///{warehouse}",
        kwargs={"connect_args": {"read_only": True}},
        create_temp_table=False,
    )
    try:
        for suite in suites:
            if suite.table not in facts.rows:
                verdicts.append(missing_table(door, suite))
                continue
            verdicts += [verdict(door, suite, result) for result in _validate(gx, context, source, suite)]
        datadocs.build(context, site, door, verdicts)
    finally:
        dialect.close_all()
    return verdicts


def _validate(gx: Any, context: Any, source: Any, suite: Suite) -> list[Any]:
    asset = source.add_table_asset(suite.table, table_name=suite.table_name, schema_name=suite.schema_name)
    definition = gx.ValidationDefinition(
        name=suite.name,
        data=asset.add_batch_definition_whole_table("whole table"),
        suite=context.suites.add(gx.ExpectationSuite(suite.name, expectations=list(suite.expectations))),
    )
    return context.validation_definitions.add(definition).run(result_format="BASIC").results


def missing_table(door: str, suite: Suite) -> GateResult:
    return GateResult(
        suite=suite.name,
        door=door,
        schema_name=suite.schema_name,
        table_name=suite.table_name,
        expectation="expect_table_to_exist",
        column_name=None,
        success=False,
        observed="no such table",
        unexpected_count=None,
        severity="critical",
        description="exists",
    )


def verdict(door: str, suite: Suite, result: Any) -> GateResult:
    """One row from one Great Expectations result. An expectation that could not be evaluated has failed."""
    config = result.expectation_config
    found = result.result or {}
    unexpected = found.get("unexpected_count")
    is_rows = config.type == "unexpected_rows_expectation"
    return GateResult(
        suite=suite.name,
        door=door,
        schema_name=suite.schema_name,
        table_name=suite.table_name,
        expectation=config.type,
        column_name=config.kwargs.get("column"),
        success=bool(result.success),
        observed=_observed(found, result.exception_info),
        unexpected_count=int(unexpected) if unexpected is not None else _count(found) if is_rows else None,
        severity=getattr(config.severity, "value", None) or str(config.severity),
        description=config.description or config.type,
    )


def _count(found: dict[str, Any]) -> int | None:
    seen = found.get("observed_value")
    return int(str(seen).split()[0]) if seen is not None and str(seen).split()[0].isdigit() else None


def _observed(found: dict[str, Any], exception: dict[str, Any] | None) -> str | None:
    """What was seen, short; the reason when the expectation itself broke."""
    errors = [
        entry["exception_message"]
        for entry in [exception or {}, *[value for value in (exception or {}).values() if isinstance(value, dict)]]
        if entry.get("exception_message")
    ]
    if errors:
        return " ".join(f"not evaluated: {errors[0]}".split())[:SHOWN]
    seen = found.get("observed_value", found.get("unexpected_count"))
    return None if seen is None else str(seen)[:SHOWN]
