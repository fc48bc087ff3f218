"""A server of our own with a few records of every kind, and a data folder of its own, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.loading import load_source
from pipelines.settings import Settings, load_settings
from tests import invented
from tests.loading.warehouses import Versions, versions
from tests.vendors import Vendors, serving


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    with serving(Vendors(tables=invented.everything())) as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"HAVEN_DATA_DIR": str(tmp_path / "data")})


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Versions]:
    """What one undisturbed load stores, per source."""
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path_factory.mktemp("clean"))})
    stored = {}
    with serving(Vendors(tables=invented.everything())) as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.env().items():
            patch.setenv(name, value)
        for source in ("zendesk", "assembled", "ada"):
            load_source(source, settings)
            stored[source] = versions(settings, source)
    return stored
