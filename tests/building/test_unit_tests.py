"""The worked examples beside the models: a build leaves them out, so the suite runs them."""

from pathlib import Path

from pipelines.building.arguments import common_arguments
from pipelines.building.manifest import dbt_manifest, load_manifest
from pipelines.building.runner import run_dbt
from pipelines.loading import ensure_raw_tables
from pipelines.settings import OPTIONAL_SOURCES, load_settings
from pipelines.staged import remember_sources


def test_every_worked_example_of_the_models_holds(sandbox_run) -> None:
    settings = sandbox_run.settings
    arguments = ["test", *common_arguments(settings, None), "--select", "test_type:unit"]
    run = run_dbt(settings, arguments, manifest=dbt_manifest(settings))
    assert [(node.name, node.message) for node in run.failed_nodes] == [], run.error
    assert len(run.results) == len(load_manifest(settings)["unit_tests"]) > 40


def test_every_worked_example_of_a_source_that_not_everybody_has_holds(tmp_path: Path) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    remember_sources(settings.data_dir, OPTIONAL_SOURCES)
    ensure_raw_tables(settings)
    # Each model's own sources come before it: a worked example needs to know their columns.
    chosen = [f"+staging.{source}" for source in OPTIONAL_SOURCES]
    arguments = ["build", *common_arguments(settings, None), "--indirect-selection", "cautious", "--select", *chosen]
    run = run_dbt(settings, arguments, manifest=dbt_manifest(settings))
    assert [(node.name, node.message) for node in run.failed_nodes] == [], run.error
    examples = load_manifest(settings)["unit_tests"]
    theirs = {key for key, example in examples.items() if example["fqn"][2] in OPTIONAL_SOURCES}
    assert len(theirs) >= len(OPTIONAL_SOURCES)
    assert theirs <= {node.unique_id for node in run.results}
