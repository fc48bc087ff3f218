"""What is computed between two layers of models: one asset per table, one step for all of them."""

from collections.abc import Iterator

import dagster as dg

from pipelines.analysis import Analysis, declared
from pipelines.analysis.analysis import SCHEMA
from pipelines.building import compute, unchanged_since
from pipelines.building.manifest import Manifest
from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.progress import say


def definitions(manifest: Manifest) -> dg.Definitions:
    wanted = declared(manifest)
    return dg.Definitions(assets=[analysis_step(wanted)] if wanted else [])


def analysis_step(analyses: list[Analysis]) -> dg.AssetsDefinition:
    """The step that writes every analysis' tables, each downstream of what it reads.

    One step, because each would open the warehouse anew, which takes longer than most of them.
    """
    specs = [
        dg.AssetSpec(
            key(table),
            deps=[dg.AssetKey(name.split(".")) for name in analysis.reads],
            group_name=SCHEMA,
            kinds={"python", "duckdb"},
            description=f"What comes of it to {analysis.name}.",
        )
        for analysis in analyses
        for table in analysis.writes
    ]

    @dg.multi_asset(name="compute", specs=specs, can_subset=True, retry_policy=RETRIES)
    def run(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        chosen = context.selected_asset_keys
        wanted = [analysis for analysis in analyses if chosen & {key(table) for table in analysis.writes}]
        with taking_turns("compute") as settings:
            if not context.is_subset and unchanged_since(settings):
                yield from (dg.MaterializeResult(asset_key=spec.key) for spec in specs)
                return
            written = compute(settings, wanted, say)
        for table, rows in written.items():
            if key(table) in chosen:
                yield dg.MaterializeResult(asset_key=key(table), metadata={"rows": rows})

    return run


def key(table: str) -> dg.AssetKey:
    return dg.AssetKey([SCHEMA, table])
