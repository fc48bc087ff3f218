"""What is computed between two layers of models, one asset per table."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from pipelines.analysis import Analysis, declared
from pipelines.analysis.analysis import SCHEMA
from pipelines.building import compute
from pipelines.building.manifest import Manifest
from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.progress import step


def definitions(manifest: Manifest) -> dg.Definitions:
    return dg.Definitions(assets=[analysis_asset(analysis) for analysis in declared(manifest)])


def analysis_asset(analysis: Analysis) -> dg.AssetsDefinition:
    """One step that writes an analysis' tables, downstream of the models it reads."""
    keys = {table: dg.AssetKey([SCHEMA, table]) for table in analysis.writes}
    deps = [dg.AssetKey(name.split(".")) for name in analysis.reads]
    specs = [
        dg.AssetSpec(
            key, deps=deps, group_name=SCHEMA, kinds={"python", "duckdb"}, description=analysis.compute.__doc__
        )
        for key in keys.values()
    ]

    @dg.multi_asset(name=analysis.name.replace(" ", "_"), specs=specs, retry_policy=RETRIES)
    def run() -> Iterator[dg.MaterializeResult]:
        with taking_turns(analysis.name) as settings, step(analysis.name):
            written = compute(settings, [analysis])
        for table, rows in written.items():
            yield dg.MaterializeResult(asset_key=keys[table], metadata={"rows": rows})

    return run
