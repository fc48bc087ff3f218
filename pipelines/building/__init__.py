"""Building the models: dbt's arguments, its manifest, its run, and the note that says what was built from what."""

from pipelines.building.build import build, build_findings, build_models, compute
from pipelines.building.inputs import unchanged_since
from pipelines.building.manifest import load_manifest
from pipelines.building.record import BuildRecord, latest_build, raw_state

__all__ = [
    "BuildRecord",
    "build",
    "build_findings",
    "build_models",
    "compute",
    "latest_build",
    "load_manifest",
    "raw_state",
    "unchanged_since",
]
