"""What is about one person stays in the warehouse."""

from __future__ import annotations

import re
from typing import Any

from pipelines.coverage import pages_of_tables
from pipelines.publishing.plan import plan
from pipelines.settings import ROOT

PERSON = re.compile(r"^(agent|person|grader|reviewer|coach|manager(_agent)?|approver|employee|actor)_id$")
# Rows of machines only: the model leaves people out, see the next test.
OF_MACHINES = {("perform_graders", "grader_id")}


def test_no_published_mart_has_a_row_per_person(manifest: dict[str, Any]) -> None:
    published = {table.table_name for table in plan(manifest) if table.schema_name == "marts"}
    assert "perform_graders" in published
    found = {
        (node["name"], column)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"] in published
        for column in node["columns"]
        if PERSON.search(column)
    }
    assert found == OF_MACHINES


def test_people_who_grade_are_in_a_schema_of_their_own_and_not_published(manifest: dict[str, Any]) -> None:
    node = manifest["nodes"]["model.haven.perform_people_who_grade"]
    assert (node["schema"], node["config"]["meta"]["is_private"]) == ("people", True)
    assert "people.perform_people_who_grade" not in {table.name for table in plan(manifest)}
    assert "grader_type <> 'human'" in manifest["nodes"]["model.haven.perform_graders"]["raw_code"]
    readers = {
        child for child in manifest["child_map"][node["unique_id"]] if not child.startswith(("test.", "unit_test."))
    }
    assert readers == set(), "no board line, mart or page is made of it"
    assert "perform_people_who_grade" not in pages_of_tables(ROOT / "reports")
