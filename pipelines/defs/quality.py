"""The two doors as blocking asset checks: nothing is built on bad arrivals, nothing bad is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg

from pipelines.building.manifest import Manifest
from pipelines.defs.failures import taking_turns
from pipelines.defs.ingestion import raw_key
from pipelines.loading import RAW_TABLES
from pipelines.progress import step
from pipelines.publishing.plan import plan
from pipelines.quality import GateReport, run_gates

# What earlier runs judged. It is not made by this run's steps: each door adds to it.
VERDICTS = dg.AssetSpec(
    key=dg.AssetKey(["quality", "gate_results"]),
    group_name="history",
    kinds={"duckdb"},
    description="Each promise of a door, once for each time it was judged.",
)
MARTS = ("measure_population_read", "measure_resolution_ladder", "measure_vendor_reconciliation", "board_summary")


def definitions(manifest: Manifest, sources: Iterable[str]) -> dg.Definitions:
    raw = [raw_key(source, resource) for source in sources for resource in RAW_TABLES[source]]
    marts = [dg.AssetKey(["marts", mart]) for mart in MARTS]
    # What is computed from these marts is published too: the door judges a build that is whole, so it can hold up only
    # what nothing but the publication reads.
    tables = [dg.AssetKey([entry.schema_name, entry.table_name]) for entry in plan(manifest)]
    last = [key for key in marts if key.path[-1] not in read_by_models(manifest)]
    return dg.Definitions(
        assets=[VERDICTS],
        asset_checks=[door_checks("raw", raw, blocking=raw), door_checks("published", marts, tables, blocking=last)],
    )


def read_by_models(manifest: Manifest) -> set[str]:
    """Names of the models that another model reads."""
    models = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    parents = {parent for node in models.values() for parent in node["depends_on"]["nodes"]}
    return {models[name]["name"] for name in parents & set(models)}


def door_checks(
    door: str, keys: Sequence[dg.AssetKey], after: Sequence[dg.AssetKey] = (), blocking: Sequence[dg.AssetKey] = ()
) -> dg.AssetChecksDefinition:
    """One step that runs the door, and one check per table that says how it fared; it waits for `after` as well.

    What comes after a table of `blocking` waits for the door, and for good if the door is shut.
    """
    specs = [
        dg.AssetCheckSpec(
            f"{door}_gate",
            asset=key,
            blocking=key in blocking,
            description=f"Great Expectations, {door} door.",
            additional_deps=[other for other in after if other != key],
        )
        for key in keys
    ]

    @dg.multi_asset_check(name=f"{door}_gate", specs=specs)
    def gate() -> Iterator[dg.AssetCheckResult]:
        with taking_turns(f"{door} gate") as settings:
            with step(f"check the {door} door") as notes:
                report = run_gates(settings, door)
                notes.append(f"{len(report.results)} expectations, {len(report.failures)} failed")
                notes.extend(f"warning: {result.line}" for result in report.warnings)
            yield from table_verdicts(report, keys)
            report.raise_if_failed()

    return gate


def table_verdicts(report: GateReport, keys: Sequence[dg.AssetKey]) -> Iterator[dg.AssetCheckResult]:
    """One result per table; a warning is shown and does not block."""
    for key in keys:
        mine = [result for result in report.results if [result.schema_name, result.table_name] == key.path]
        broken = [result for result in mine if not result.success]
        critical = any(result.stops_publishing for result in broken)
        yield dg.AssetCheckResult(
            passed=not broken,
            asset_key=key,
            check_name=f"{report.door}_gate",
            severity=dg.AssetCheckSeverity.ERROR if critical else dg.AssetCheckSeverity.WARN,
            metadata={"expectations": len(mine), "broken": "; ".join(result.line for result in broken)},
        )
