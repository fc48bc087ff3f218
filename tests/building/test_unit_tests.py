"""The worked examples beside the models: a build leaves them out, so the suite runs them."""

from pipelines.building.arguments import common_arguments
from pipelines.building.manifest import dbt_manifest, load_manifest
from pipelines.building.runner import run_dbt


def test_every_worked_example_of_the_models_holds(sandbox_run) -> None:
    settings = sandbox_run.settings
    arguments = ["test", *common_arguments(settings, None), "--select", "test_type:unit"]
    run = run_dbt(settings, arguments, manifest=dbt_manifest(settings))
    assert [(node.name, node.message) for node in run.failed_nodes] == [], run.error
    assert len(run.results) == len(load_manifest(settings)["unit_tests"]) > 40
