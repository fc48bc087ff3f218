"""The worked examples beside the models: a build leaves them out, so the suite runs them."""

import json

from pipelines.building.arguments import common_arguments
from pipelines.building.runner import run_dbt


def test_every_worked_example_of_the_models_holds(sandbox_run) -> None:
    settings = sandbox_run.settings
    run = run_dbt(settings, ["test", *common_arguments(settings, None), "--select", "test_type:unit"])
    assert [(node.name, node.message) for node in run.failed_nodes] == [], run.error
    manifest = json.loads((settings.dbt_target / "now" / "manifest.json").read_text())
    assert len(run.results) == len(manifest["unit_tests"]) > 40
