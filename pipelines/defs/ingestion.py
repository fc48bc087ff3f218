"""One asset per raw table; one step per source."""

from collections.abc import Iterable, Iterator

import dagster as dg

from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.forgetting import forget_again
from pipelines.loading import RAW_TABLES, configured_sources, ensure_raw_tables, load_source
from pipelines.progress import say, step
from pipelines.redaction import redact_again
from pipelines.settings import Settings

GROUP = "raw"


def raw_key(source: str, resource: str) -> dg.AssetKey:
    """The key under which dbt's sources look for the table."""
    return dg.AssetKey([f"raw_{source}", resource])


def definitions(sources: Iterable[str]) -> dg.Definitions:
    return dg.Definitions(assets=[load_asset(source) for source in sources])


def load_asset(source: str) -> dg.AssetsDefinition:
    """The step that loads one source. A source that is not chosen or not set up leaves its tables as they are."""
    specs = [
        dg.AssetSpec(
            raw_key(source, resource),
            group_name=GROUP,
            kinds={"dlt", "duckdb"},
            description=f"Every version of every {source} record of `{resource}`, as the source sent it.",
        )
        for resource in RAW_TABLES[source]
    ]

    @dg.multi_asset(name=f"load_{source}", specs=specs, can_subset=True, retry_policy=RETRIES)
    def load(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        wanted = sorted(key.path[-1] for key in context.selected_asset_keys)
        counts: dict[str, dict[str, int]] = {}
        with taking_turns(f"load {source}") as settings:
            if source in configured_sources(settings):
                counts = load_with_progress(source, settings, wanted)
            else:
                ensure_raw_tables(settings)
        for resource in wanted:
            metadata = counts.get(resource, {"not_loaded": 1})
            yield dg.MaterializeResult(asset_key=raw_key(source, resource), metadata=metadata)

    return load


def load_with_progress(source: str, settings: Settings, wanted: list[str]) -> dict[str, dict[str, int]]:
    with step(f"load {source}") as notes:
        everything = set(wanted) == set(RAW_TABLES[source])
        summary = load_source(source, settings, resources=None if everything else wanted, progress=say)
        ensure_raw_tables(settings)
        redact_again(settings, [source])
        forget_again(settings)
        notes.append(f"{summary.appended:,} new rows, {summary.quarantined:,} quarantined")
    return {
        counts.resource: {
            "fetched": counts.fetched,
            "appended": counts.appended,
            "unchanged": counts.unchanged,
            "quarantined": counts.quarantined,
        }
        for counts in summary.resources
    }
