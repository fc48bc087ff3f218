from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.settings import Settings
from tests.loading.warehouses import ask

ROW = {"group_id": "hr:1", "name": "Billing", "tier": 1}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "drop"
    path.mkdir()
    monkeypatch.setenv("SOURCES__DROP__PATH", str(path))
    return path


def write(folder: Path, *rows: dict[str, object]) -> None:
    (folder / "groups.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_files_are_loaded_once_and_again_when_they_changed(folder: Path, settings: Settings) -> None:
    other = ROW | {"group_id": "hr:2"}
    write(folder, ROW, other, {"name": "no key"})
    first = {c.resource: c for c in load_source("drop", settings).resources}["groups"]
    again = {c.resource: c for c in load_source("drop", settings).resources}["groups"]
    write(folder, ROW | {"tier": 2}, {"name": "no key"})
    third = {c.resource: c for c in load_source("drop", settings).resources}["groups"]

    assert (first.fetched, first.appended, first.quarantined) == (3, 2, 1)
    assert (again.fetched, again.appended, again.quarantined) == (0, 0, 0)
    assert (third.fetched, third.appended, third.quarantined) == (2, 1, 1)
    tiers = ask(settings, "select record_key, record->>'tier' from raw_drop.groups order by record_key, known_at")
    assert tiers == [("hr:1", "1"), ("hr:1", "2"), ("hr:2", "1")]
    assert len(ask(settings, "select 1 from raw_drop.quarantine")) == 1


def test_a_file_without_its_key_column_leaves_the_warehouse_as_it_was(folder: Path, settings: Settings) -> None:
    write(folder, ROW)
    load_source("drop", settings)
    (folder / "customers.csv").write_text("name\nLena\n")
    write(folder, ROW | {"tier": 3})

    with pytest.raises(HavenError, match="lacks the required column customer_id"):
        load_source("drop", settings)
    assert ask(settings, "select record->>'tier' from raw_drop.groups") == [("1",)]
    (folder / "customers.csv").unlink()
    assert load_source("drop", settings).appended == 1
