from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.settings import ROOT, Settings
from tests.invented import START
from tests.loading.killed import POINTS
from tests.loading.warehouses import Versions, ask, row_ids_are_unique, versions
from tests.vendors import Vendors


def load_and_die(settings: Settings, source: str, point: str) -> None:
    died = subprocess.run(
        [sys.executable, "-m", "tests.loading.killed", source, point],
        cwd=ROOT,
        env=os.environ | {"HAVEN_DATA_DIR": str(settings.data_dir)},
        capture_output=True,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_load_is_finished_by_the_next_without_loss_or_doubles(
    point: str, vendors: Vendors, settings: Settings, clean: dict[str, Versions]
) -> None:
    load_and_die(settings, "ada", point)
    load_source("ada", settings)

    assert versions(settings, "ada") == clean["ada"]
    assert row_ids_are_unique(settings, "ada")


def test_a_killed_second_load_keeps_the_place_of_the_first(vendors: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings, resources=["tickets"])
    vendors.tables["tickets"][2] |= {"status": "closed", "generated_timestamp": START + 40 * 3600}
    load_and_die(settings, "zendesk", "after the first job was committed")
    vendors.tables["tickets"][3] |= {"status": "closed", "generated_timestamp": START + 41 * 3600}
    load_source("zendesk", settings, resources=["tickets"])

    statuses = "select record_key, list(record->>'status' order by known_at) from raw_zendesk.tickets group by 1"
    changed = {"102": ["solved", "closed"], "103": ["solved", "closed"]}
    assert dict(ask(settings, statuses)) == {str(key): ["solved"] for key in range(100, 108)} | changed
    assert row_ids_are_unique(settings, "zendesk")


def test_a_load_killed_from_outside_while_it_fetches_is_made_good(
    vendors: Vendors, settings: Settings, clean: dict[str, Versions]
) -> None:
    vendors.pause = 0.4
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.sources.zendesk"],
        cwd=ROOT,
        env=os.environ | {"HAVEN_DATA_DIR": str(settings.data_dir)},
        stderr=subprocess.DEVNULL,
    )
    while vendors.hits["zendesk/api/v2/incremental/ticket_events"] < 2:
        assert process.poll() is None
    process.kill()
    assert process.wait() == -signal.SIGKILL
    vendors.pause = 0.0
    load_source("zendesk", settings)

    assert versions(settings, "zendesk") == clean["zendesk"]


@pytest.mark.parametrize("point", [None, "after the first job was committed"])
def test_a_deleted_warehouse_is_filled_from_the_start(
    point: str | None, vendors: Vendors, settings: Settings, clean: dict[str, Versions]
) -> None:
    load_source("ada", settings)
    if point:
        vendors.tables["ada_conversations"].append({"_id": "later", "date_updated": "2026-05-10T00:00:00Z"})
        load_and_die(settings, "ada", point)
        vendors.tables["ada_conversations"].pop()
    settings.warehouse.unlink()
    settings.warehouse.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    load_source("ada", settings)

    assert versions(settings, "ada") == clean["ada"]


def test_a_warehouse_put_back_to_an_older_copy_catches_up(vendors: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings, resources=["tickets"])
    copy = settings.warehouse.read_bytes()
    vendors.tables["tickets"][0] |= {"status": "closed", "generated_timestamp": START + 40 * 3600}
    load_source("zendesk", settings, resources=["tickets"])
    later = versions(settings, "zendesk")
    settings.warehouse.write_bytes(copy)
    load_source("zendesk", settings, resources=["tickets"])

    assert versions(settings, "zendesk") == later


def test_a_deleted_working_folder_loses_nothing(vendors: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings, resources=["tickets"])
    for path in sorted(settings.dlt_dir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    vendors.asked.clear()

    assert load_source("zendesk", settings, resources=["tickets"]).appended == 0
    exports = [query for name, query in vendors.asked if name.endswith("incremental/tickets/cursor")]
    assert len(exports) == 1 and "cursor" in exports[0]


def test_a_locked_warehouse_is_named(vendors: Vendors, settings: Settings) -> None:
    settings.data_dir.mkdir()
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(settings.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(HavenError, match=f"locked by process {holder.pid}"):
            load_source("zendesk", settings)
        holder.communicate()
    assert load_source("ada", settings).appended == 15
