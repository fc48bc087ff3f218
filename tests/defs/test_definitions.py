"""The orchestrator's view, over the tiny house and over the real project."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

import pipelines.definitions
from pipelines.definitions import assemble
from pipelines.defs.failures import describe, write_failure
from pipelines.defs.instance import prepare_home
from pipelines.loading import RAW_TABLES
from pipelines.settings import CORE_SOURCES, ROOT, load_settings
from tests import tiny_house

# Of an empty data folder: other sources have models where they are set up.
CORE_TABLES = {source: RAW_TABLES[source] for source in CORE_SOURCES}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.Definitions]:
    yield assemble(load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("data"))}))


def graph(definitions: dg.Definitions) -> dg.AssetKey:
    return definitions.resolve_asset_graph()


def test_the_definitions_file_is_short() -> None:
    assert len(Path(pipelines.definitions.__file__).read_text().splitlines()) <= 40


def test_every_source_of_the_models_is_a_table_that_a_load_brings(real: dg.Definitions) -> None:
    assets = graph(real)
    raw = {dg.AssetKey([f"raw_{source}", resource]) for source, names in CORE_TABLES.items() for resource in names}
    assert raw <= assets.get_all_asset_keys()
    read = {key for key in assets.get_all_asset_keys() if key.path[0].startswith("raw_")}
    assert read == raw


def test_the_lineage_is_connected_from_every_source_to_the_board_report(real: dg.Definitions) -> None:
    upstream = ancestors(graph(real), dg.AssetKey("board_report"))
    assert {f"raw_{source}" for source in CORE_TABLES} <= {key.path[0] for key in upstream}
    assert dg.AssetKey("published") in upstream
    assert dg.AssetKey(["core", "fct_legs"]) in upstream


def test_nothing_but_raw_tables_and_seeds_begins_the_lineage(real: dg.Definitions) -> None:
    assets = graph(real)
    roots = {key for key in assets.get_all_asset_keys() if not assets.get(key).parent_keys}
    groups = {assets.get(key).group_name for key in roots}
    # The semantic layer's calendar reads nothing; what earlier runs published and judged is no step of this one.
    assert groups <= {"raw", "standard", "semantic", "history"}
    outside = [key.path for key in assets.get_all_asset_keys() if assets.get(key).is_external]
    assert sorted(outside) == [["history", "published_values"], ["quality", "gate_results"]]


def test_both_gates_block_what_comes_after_them(real: dg.Definitions) -> None:
    assets = graph(real)
    gates = {key: assets.get(key) for key in assets.asset_check_keys if key.name in ("raw_gate", "published_gate")}
    assert {key.name for key in gates} == {"raw_gate", "published_gate"}
    assert all(node.blocking for key, node in gates.items() if key.name == "raw_gate")
    assert any(
        node.blocking and key.asset_key in assets.get(dg.AssetKey("published")).parent_keys
        for key, node in gates.items()
        if key.name == "published_gate"
    )
    assert sum(key.name == "raw_gate" for key in gates) == sum(len(resources) for resources in CORE_TABLES.values())


def test_dbts_tests_are_asset_checks(real: dg.Definitions) -> None:
    names = {key.name for key in graph(real).asset_check_keys}
    files = (ROOT / "dbt_project" / "tests").rglob("assert_*.sql")
    texts = {path.stem: path.read_text() for path in files}
    # One that is about an optional source is there where that source is.
    singular = {name for name, text in texts.items() if "ref(" in text and "optional_sources" not in text}
    assert singular <= names
    assert any(name.startswith("unique_fct_legs") for name in names)


def test_the_jobs_and_schedules_are_there(real: dg.Definitions) -> None:
    repository = real.get_repository_def()
    assert {"daily", "warehouse", "board_report"} <= set(repository.job_names)
    assert {schedule.job_name for schedule in repository.schedule_defs} == {"daily", "board_report"}
    assert real.resolve_job_def("daily").executor_def.name == "in_process"
    everything = real.resolve_job_def("daily").asset_layer.selected_asset_keys
    without = real.resolve_job_def("warehouse").asset_layer.selected_asset_keys
    reports = {"dispute_files", "report_site", "board_report"}
    assert everything - without == {dg.AssetKey(name) for name in {*reports, "alerts_sent"}}
    board = real.resolve_job_def("board_report").asset_layer.selected_asset_keys
    assert board == {dg.AssetKey(name) for name in {*reports, "board_report_sent"}}


def ancestors(assets, key: dg.AssetKey) -> set[dg.AssetKey]:
    found: set[dg.AssetKey] = set()
    waiting = [key]
    while waiting:
        for parent in assets.get(waiting.pop()).parent_keys:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def test_telemetry_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    home = prepare_home(tiny_house.settings(tmp_path))
    assert yaml.safe_load((home / "dagster.yaml").read_text())["telemetry"] == {"enabled": False}
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert instance.telemetry_enabled is False


def test_a_failure_becomes_one_line_and_a_file(tmp_path: Path) -> None:
    error = dg.Failure(description="the warehouse is locked. Close the program that has it open.")
    line = describe("build_models", error)
    assert line == "build_models: the warehouse is locked. Close the program that has it open."
    path = write_failure(tmp_path / "failures", "0123456789", line)
    assert path.read_text().endswith(f"run 0123456789\n{line}\n")


def test_an_unknown_error_is_described_without_its_traceback() -> None:
    assert describe("load_ada", ValueError("two\nlines")) == "load_ada: ValueError: two lines"


def test_the_published_door_judges_what_was_computed_too(real: dg.Definitions) -> None:
    waits_for = {
        dependency.node
        for node, inputs in real.resolve_job_def("warehouse").graph.dependencies.items()
        if node.name == "published_gate"
        for given in inputs.values()
        for dependency in given.get_node_dependencies()
    }
    assert waits_for == {"build_models", "build_findings"}
