"""The code location: one connected lineage from the vendors' APIs to the board report."""

from __future__ import annotations

import dagster as dg

from pipelines.building import load_manifest
from pipelines.building.manifest import attach_singular_tests
from pipelines.defs import analysis, delivery, ingestion, publishing, quality, reporting, schedules, transformation
from pipelines.defs.instance import prepare_home
from pipelines.loading import configured_sources
from pipelines.settings import Settings, load_settings
from pipelines.staged import remember_sources, staged_sources


def assemble(settings: Settings) -> dg.Definitions:
    """All definitions for one data folder; parses the dbt project when it changed."""
    prepare_home(settings)
    # What is set up gets its models before anything of it is loaded.
    remember_sources(settings.data_dir, configured_sources(settings))
    sources = staged_sources(settings.data_dir)
    manifest = attach_singular_tests(load_manifest(settings))
    return dg.Definitions.merge(
        ingestion.definitions(sources),
        transformation.definitions(manifest),
        analysis.definitions(manifest),
        quality.definitions(manifest, sources),
        publishing.definitions(manifest),
        reporting.definitions(),
        delivery.definitions(),
        schedules.definitions(),
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Built when the code location is loaded, not when this module is imported."""
    return assemble(load_settings())
