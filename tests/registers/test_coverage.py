"""Every requirement is answered by a model that a test holds, or says why not."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pipelines import cli
from pipelines.coverage import coverage
from pipelines.settings import ROOT
from tests.registers.conftest import seed


@pytest.fixture(scope="module")
def rows(manifest: dict[str, Any]) -> Any:
    return coverage(ROOT / "dbt_project", ROOT / "reports", manifest)


def test_every_requirement_has_a_model_a_column_and_a_proof_or_a_reason(rows: Any) -> None:
    assert [row.requirement for row in rows] == [f"R{number:02d}" for number in range(1, 98)]
    bare = {
        row.requirement
        for row in rows
        if not row.not_computed_because and not (row.models and row.columns and row.tests)
    }
    assert bare == set()


def test_a_check_of_keys_is_no_proof(manifest: dict[str, Any], rows: Any) -> None:
    generic = {node["name"] for node in manifest["nodes"].values() if node.get("test_metadata")}
    assert generic and not generic & {test for row in rows for test in row.tests}


def test_what_cannot_be_computed_says_why_and_no_model_claims_it(rows: Any) -> None:
    excused = {row.requirement: row for row in rows if row.not_computed_because}
    assert set(excused) == {"R18", "R19", "R52"}
    assert [key for key, row in excused.items() if row.models] == []
    paths = [path for row in excused.values() for path in re.findall(r"tests/[\w/]+\.py", row.not_computed_because)]
    assert len(paths) >= 3
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_models_name_only_requirements_that_exist(manifest: dict[str, Any]) -> None:
    known = {row["requirement"] for row in seed("requirements")} | {f"D{number:02d}" for number in range(1, 20)}
    strange = {
        (node["name"], name)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        for name in (node["config"].get("meta") or {}).get("requirements", ())
        if name not in known
    }
    assert strange == set()
    assert {row["requirement"] for row in seed("metric_register")} <= known


def test_every_mart_answers_a_requirement(manifest: dict[str, Any], marts: dict[str, dict[str, str]]) -> None:
    nodes = {node["name"]: node for node in manifest["nodes"].values()}
    assert [mart for mart in marts if not (nodes[mart]["config"].get("meta") or {}).get("requirements")] == []


def test_the_command_lists_every_requirement(tmp_path: Any, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("HAVEN_DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        cli.main(["status", "--requirements", "--json"])
    assert ended.value.code == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 97
    assert next(row for row in listed if row["requirement"] == "R41")["pages"]
