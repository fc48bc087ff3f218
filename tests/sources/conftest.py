"""A server of our own with a few records of every kind, and one load of the tool that a module is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.settings import Settings
from tests import invented
from tests.loading.warehouses import Versions, versions
from tests.sources.ai_vendors import Company, of_the_reference
from tests.sources.tools_world import Tool, load, settings_in
from tests.vendors import Vendors, serving


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    with serving(Vendors(tables=invented.everything())) as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "data")


@pytest.fixture(scope="module")
def tool(request: pytest.FixtureRequest) -> Tool:
    """The module's `TOOL`."""
    told: Tool = request.module.TOOL
    return told


@pytest.fixture(scope="module")
def folder(tool: Tool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(tool.source)


@pytest.fixture(scope="module")
def loaded(tool: Tool, folder: Path) -> Settings:
    settings = settings_in(folder / "clear")
    load(tool.source, settings, folder, **tool.world)
    return settings


@pytest.fixture(scope="module")
def clear(tool: Tool, loaded: Settings) -> Versions:
    """What a clear day brings, before any test loads again."""
    return versions(loaded, tool.source)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company of the AI vendors' tests as the first of them tells of it."""
    return of_the_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture
def small_pages(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.with_pages_for(monkeypatch)
