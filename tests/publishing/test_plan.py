import re
from typing import Any

import pytest

from pipelines.publishing.plan import TablePlan, plan
from pipelines.settings import ROOT


def model(name: str, schema: str = "core", **more: Any) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "name": name,
        "schema": schema,
        "columns": {},
        "description": "",
        "config": {},
        **more,
    }


def unique_test(model_name: str, column: str, **config: Any) -> dict[str, Any]:
    return {
        "resource_type": "test",
        "attached_node": f"model.haven.{model_name}",
        "test_metadata": {"name": "unique", "kwargs": {"column_name": column}},
        "config": config,
    }


def manifest(*models: dict[str, Any], tests: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    nodes = {f"model.haven.{node['name']}": node for node in models}
    return {"nodes": {**nodes, **{f"test.haven.{number}": test for number, test in enumerate(tests)}}}


def test_only_core_and_marts_are_published() -> None:
    plans = plan(
        manifest(model("stg", "staging"), model("b", "marts"), model("a", "core"), model("int", "intermediate"))
    )
    assert [entry.name for entry in plans] == ["core.a", "marts.b"]


def test_a_tested_key_orders_the_rows() -> None:
    (entry,) = plan(manifest(model("fct_legs"), tests=(unique_test("fct_legs", "leg_id"),)))
    assert entry.order(["conversation_id", "leg_id"]) == ["leg_id"]


def test_a_test_of_some_rows_only_is_no_key() -> None:
    tests = (unique_test("fct_legs", "leg_id", where="leg_number = 1"), unique_test("fct_legs", "x", severity="warn"))
    (entry,) = plan(manifest(model("fct_legs"), tests=tests))
    assert entry.order(["b", "a"]) == ["b", "a"]


def test_a_key_of_several_columns_is_taken_from_the_constraint() -> None:
    constraint = {"type": "primary_key", "columns": ["population", "metric"]}
    (entry,) = plan(manifest(model("measure", "marts", constraints=[constraint])))
    assert entry.key == ("population", "metric")


def test_columns_marked_private_and_columns_named_like_personal_data_stay_at_home() -> None:
    columns = {
        "customer_id": {"description": ""},
        "mood": {"description": "", "config": {"meta": {"is_private": True}}},
    }
    (entry,) = plan(manifest(model("dim_customers", columns=columns)))
    assert entry.published_columns(["customer_id", "mood", "email_hash", "text", "display_name", "plan"]) == [
        "customer_id",
        "plan",
    ]


def test_a_key_that_is_private_orders_nothing() -> None:
    entry = TablePlan("core", "t", key=("email",), private=frozenset({"email"}))
    assert entry.order(["email", "b", "a"]) == ["b", "a"]


def test_a_private_model_is_not_published() -> None:
    assert plan(manifest(model("dim_persons", config={"meta": {"is_private": True}}))) == []


@pytest.mark.parametrize("name", ["text_chars", "context", "subject_area_id", "bodyshop", "emailed_at"])
def test_a_name_that_only_looks_alike_is_published(name: str) -> None:
    assert TablePlan("core", "t").published_columns([name]) == [name]


def test_the_places_that_findings_name_are_not_taken_for_private_text() -> None:
    entry = TablePlan("marts", "improve_findings")
    assert entry.published_columns(["place", "place_label", "subject"]) == ["place", "place_label"]
    for folder, name in (("improve", "improve_findings"), ("measure", "measure_resolution_gaps")):
        written = (ROOT / f"dbt_project/models/marts/{folder}/{name}.sql").read_text()
        columns = re.findall(r"^    (?:\w+\.)?(\w+),$", written.rpartition("\nselect\n")[2], flags=re.MULTILINE)
        assert "place" in columns
        assert entry.published_columns(columns) == columns
