"""What the source says it has is held against what came: a shortfall shuts the door, the next load makes it good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import expectations
from pipelines.loading import load_source
from pipelines.quality import run_gates
from pipelines.quality.facts import Facts, gather
from pipelines.quality.reconciliation import Reconciliation, reconciled
from pipelines.settings import Settings
from pipelines.status import gather as gather_status
from pipelines.status import render
from tests.loading.warehouses import ask, versions
from tests.sources.intercom_workspace import START, Workspace, conversation, part, serving
from tests.vendors import Vendors


def accounts(settings: Settings, source: str) -> dict[str, Reconciliation]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        return {account.resource: account for account in reconciled(connection, f"raw_{source}")}


def named(settings: Settings, source: str) -> list[str]:
    """What the raw door promises of the loads of one source, without judging it."""
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        facts: Facts = gather(settings, connection, "raw", datetime(2026, 6, 1))
    suite = next(s for s in expectations.suites("raw", facts) if s.name == f"{source}_load_audit")
    return [promise.description for promise in suite.expectations]


def test_every_record_fetched_is_appended_unchanged_or_set_aside(vendors: Vendors, settings: Settings) -> None:
    vendors.tables["groups"].append({"name": "without id"})
    for _ in range(2):
        load_source("zendesk", settings)
        found = accounts(settings, "zendesk")
        for account in found.values():
            assert account.fetched == account.appended + account.unchanged + account.quarantined
            assert account.stored == account.appended
            assert account.faults == []
    assert found["groups"].reported_by_api == found["groups"].counted == len(vendors.tables["groups"])
    assert (found["groups"].quarantined, found["groups"].appended) == (1, 0)
    # Tickets come by cursor, and no answer says how many there are.
    assert found["tickets"].reported_by_api is None and found["tickets"].missing is None


def test_a_page_that_holds_fewer_rows_than_it_counts_shuts_the_door_and_is_asked_for_again(
    vendors: Vendors, settings: Settings
) -> None:
    vendors.lost = {"ticket_events"}
    load_source("zendesk", settings)
    events = len(vendors.tables["ticket_events"])
    account = accounts(settings, "zendesk")["ticket_events"]
    assert account.missing == 1 and len(versions(settings, "zendesk")["ticket_events"]) == events - 1

    report = run_gates(settings, "raw")
    lines = [failure.line for failure in report.failures]
    numbers = (
        f"{account.reported_by_api - 1:,} of the {account.reported_by_api:,} ticket_events that zendesk counts came"
    )
    assert lines == [
        f"raw_zendesk.load_audit: {numbers}: load again with `haven load --source zendesk`, which asks for "
        "them once more (seen: 1)"
    ]

    status = render(gather_status(settings))
    assert any("ticket_events" in line and f"  {account.reported_by_api}  " in line for line in status.splitlines())

    vendors.lost = set()
    load_source("zendesk", settings)
    assert accounts(settings, "zendesk")["ticket_events"].missing == 0
    assert len(versions(settings, "zendesk")["ticket_events"]) == events


def test_what_is_missing_from_a_short_list_is_not_taken_for_deleted(vendors: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings, resources=["groups"])
    stored = versions(settings, "zendesk")["groups"]
    vendors.lost = {"groups"}
    load_source("zendesk", settings, resources=["groups"])
    assert versions(settings, "zendesk")["groups"] == stored
    assert accounts(settings, "zendesk")["groups"].missing == 1

    vendors.lost = set()
    gone = vendors.tables["groups"].pop()
    load_source("zendesk", settings, resources=["groups"])
    account = accounts(settings, "zendesk")["groups"]
    assert (account.missing, account.vanished, account.faults) == (0, 1, [])
    newest = ask(settings, f"select record from raw_zendesk.groups where record_key = '{gone['id']}' order by known_at")
    assert json.loads(newest[-1][0])["_deleted"] is True


def test_a_load_of_one_resource_does_not_hide_that_another_was_short(vendors: Vendors, settings: Settings) -> None:
    vendors.lost = {"groups"}
    load_source("zendesk", settings, resources=["groups"])
    load_source("zendesk", settings, resources=["users"])
    said = len(vendors.tables["groups"])
    assert [line for line in named(settings, "zendesk") if f"{said - 1} of the {said} groups" in line]


def test_rows_that_did_not_reach_the_warehouse_are_noticed(vendors: Vendors, settings: Settings) -> None:
    load_source("ada", settings)
    written = len(versions(settings, "ada")["messages"])
    assert accounts(settings, "ada")["messages"].faults == []
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute(
            "delete from raw_ada.messages where record_key = (select min(record_key) from raw_ada.messages)"
        )
    (line,) = accounts(settings, "ada")["messages"].faults
    assert line.startswith(f"{written - 1} of the {written} messages written are in the warehouse: remove the source's")
    assert line in named(settings, "ada")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    here = Workspace(tmp_path / "workspace")
    here.conversations = [conversation(n, START + 60 * n) for n in range(1, 4)]
    here.parts = [part(10 * n + k, n, START + 60 * n) for n in range(1, 4) for k in range(3)]
    with serving(here) as served:
        for name, value in served.env.items():
            monkeypatch.setenv(name, value)
        yield served


def test_a_conversation_that_counts_more_parts_than_it_sends_is_read_again(
    workspace: Workspace, settings: Settings
) -> None:
    workspace.lost = {str(workspace.parts[4]["id"])}
    load_source("intercom", settings, resources=["conversations", "conversation_parts"])
    account = accounts(settings, "intercom")["conversation_parts"]
    assert (account.reported_by_api, account.missing) == (9, 1)
    assert account.faults[0].startswith("8 of the 9 conversation_parts that intercom counts came: load again with")

    # Long after: the conversation has not changed, and only the place that was kept leads back to it.
    workspace.lost = set()
    later = [conversation(9, START + 9 * 86_400)]
    workspace.conversations += later
    load_source("intercom", settings, resources=["conversation_parts"])
    assert len(versions(settings, "intercom")["conversation_parts"]) == 9
    assert accounts(settings, "intercom")["conversation_parts"].faults == []
