"""The published file: downstream of every core and mart table, and of the gate that judged them."""

from __future__ import annotations

import dagster as dg

from pipelines.building.manifest import Manifest
from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.progress import step
from pipelines.publishing import history, publish
from pipelines.publishing.plan import plan

PUBLISHED = dg.AssetKey(["published"])
# What earlier runs published. It is not made by this run's steps: publishing adds to it afterwards, for the next run.
HISTORY = dg.AssetSpec(
    key=dg.AssetKey([history.SCHEMA, history.TABLE]),
    group_name="history",
    kinds={"duckdb"},
    description="Each number that was published, once for each value it had.",
)


def definitions(manifest: Manifest) -> dg.Definitions:
    upstream = [dg.AssetKey([entry.schema_name, entry.table_name]) for entry in plan(manifest)]

    @dg.asset(
        key=PUBLISHED,
        deps=upstream,
        group_name="published",
        kinds={"duckdb", "parquet"},
        retry_policy=RETRIES,
        description="The read-only warehouse everybody opens: core, marts and meta, without personal data.",
    )
    def published() -> dg.MaterializeResult:
        with taking_turns("publish") as settings, step("publish") as notes:
            publication = publish(settings, manifest)
            rows = sum(row[2] for row in publication.tables)
            notes.append(f"{len(publication.tables)} tables, {rows:,} rows")
        return dg.MaterializeResult(
            metadata={"tables": len(publication.tables), "rows": rows, "path": str(publication.database)}
        )

    return dg.Definitions(assets=[published, HISTORY])
