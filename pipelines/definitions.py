"""The code location: one connected lineage from the vendors' APIs to the board report."""

from __future__ import annotations

import dagster as dg

from pipelines.building import load_manifest
from pipelines.building.manifest import attach_singular_tests
from pipelines.defs import analysis, ingestion, publishing, quality, reporting, schedules, transformation
from pipelines.defs.instance import prepare_home
from pipelines.settings import Settings, load_settings


def assemble(settings: Settings) -> dg.Definitions:
    """All definitions for one data folder; parses the dbt project when it changed."""
    prepare_home(settings)
    manifest = attach_singular_tests(load_manifest(settings))
    return dg.Definitions.merge(
        ingestion.definitions(),
        transformation.definitions(manifest),
        analysis.definitions(manifest),
        quality.definitions(manifest),
        publishing.definitions(manifest),
        reporting.definitions(),
        schedules.definitions(),
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Built when the code location is loaded, not when this module is imported."""
    return assemble(load_settings())
