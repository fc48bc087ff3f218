"""Sources into the private warehouse: append-only, every version once, safe to kill at any point."""

from pipelines.loading.load import LoadSummary, ResourceCounts, load_source
from pipelines.loading.raw_tables import RAW_TABLES, ensure_raw_tables
from pipelines.loading.registry import configured_sources

__all__ = ["RAW_TABLES", "LoadSummary", "ResourceCounts", "configured_sources", "ensure_raw_tables", "load_source"]
