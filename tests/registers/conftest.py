"""The parsed project and its registers, once per module; nothing is built."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipelines.building import load_manifest
from pipelines.settings import ROOT, load_settings

Rows = list[dict[str, str]]


def seed(name: str) -> Rows:
    """Rows of a seed as they stand in its file; an empty cell is an empty text."""
    with (ROOT / "dbt_project" / "seeds" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return load_manifest(load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("registers"))}))


@pytest.fixture(scope="session")
def marts(manifest: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Mart -> its columns and their types, private marts included, as the contracts have them."""
    return {
        node["name"]: {name: column["data_type"] for name, column in node["columns"].items()}
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["fqn"][1:2] == ["marts"]
        and node["fqn"][2] != "steps"
        and node["config"]["materialized"] == "table"
    }


@pytest.fixture(scope="module")
def built_warehouse(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """A built warehouse, read-only: that of HAVEN_TEST_WAREHOUSE, else the session's run."""
    given = os.environ.get("HAVEN_TEST_WAREHOUSE")
    path = given or str(request.getfixturevalue("sandbox_run").settings.warehouse)
    with duckdb.connect(path, read_only=True) as connection:
        yield connection
