"""Which sources have models in a build."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipelines import staged
from pipelines.building.arguments import model_variables
from pipelines.building.manifest import parsed_project
from pipelines.settings import ALL_SOURCES, CORE_SOURCES, OPTIONAL_SOURCES, ROOT, load_settings


@pytest.fixture(autouse=True)
def two_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "OPTIONAL_SOURCES", ("first", "second"))
    monkeypatch.setattr(staged, "ALL_SOURCES", (*CORE_SOURCES, "first", "second"))


def test_a_folder_that_knows_nothing_has_the_core_sources(tmp_path: Path) -> None:
    assert staged.staged_sources(tmp_path) == CORE_SOURCES
    assert set(CORE_SOURCES) <= set(ALL_SOURCES)


def test_a_source_once_set_up_stays_and_their_order_is_the_projects(tmp_path: Path) -> None:
    staged.remember_sources(tmp_path, ["second", "zendesk"])
    staged.remember_sources(tmp_path, ["first"])
    staged.remember_sources(tmp_path, [])
    assert staged.optional_sources(tmp_path) == ("first", "second")
    assert staged.staged_sources(tmp_path) == (*CORE_SOURCES, "first", "second")


def test_core_sources_leave_no_file_behind(tmp_path: Path) -> None:
    staged.remember_sources(tmp_path, CORE_SOURCES)
    assert list(tmp_path.iterdir()) == []


def test_the_models_are_told_and_parsed_apart(tmp_path: Path) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    before = parsed_project(settings)
    assert model_variables(settings, None)["optional_sources"] == []
    staged.remember_sources(tmp_path, ["second"])
    assert model_variables(settings, None)["optional_sources"] == ["second"]
    assert parsed_project(settings) != before


def test_the_linter_sees_the_models_of_every_source() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    told = project["tool"]["sqlfluff"]["templater"]["dbt"]["context"]["optional_sources"]
    assert tuple(told) == OPTIONAL_SOURCES
