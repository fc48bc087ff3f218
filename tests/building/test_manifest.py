import shutil
from pathlib import Path

from pipelines.building.inputs import project_fingerprint
from pipelines.building.manifest import attach_singular_tests
from tests.tiny_house import ROOT


def test_the_project_is_parsed_again_only_when_a_file_changed(tmp_path: Path) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(ROOT / "dbt_project", project, ignore=shutil.ignore_patterns("target"))
    before = project_fingerprint(project)
    (project / "target").mkdir()
    (project / "target" / "manifest.json").write_text("{}")
    assert project_fingerprint(project) == before
    (project / "models" / "core" / "fct_conversations.sql").write_text("select 1 as conversation_id")
    assert project_fingerprint(project) != before


def test_a_test_of_several_models_lives_with_the_one_furthest_downstream() -> None:
    def model(name: str) -> dict:
        return {"resource_type": "model", "name": name, "package_name": "haven", "config": {}, "depends_on": {}}

    lonely = {"resource_type": "test", "config": {}, "depends_on": {"nodes": ["model.fact", "model.mart"]}}
    attached = {**lonely, "config": {}, "attached_node": "model.fact"}
    manifest = {
        "nodes": {"model.fact": model("fact"), "model.mart": model("mart"), "test.a": lonely, "test.b": attached},
        "parent_map": {"model.mart": ["model.fact"], "model.fact": ["source.raw"]},
    }
    attach_singular_tests(manifest)
    assert lonely["config"]["meta"]["dagster"] == {"ref": {"name": "mart", "package": "haven"}}
    assert "meta" not in attached["config"]
