from __future__ import annotations

import hashlib
import json

import pytest

from pipelines.errors import HavenError
from pipelines.loading import RAW_TABLES, configured_sources, ensure_raw_tables, load_source
from pipelines.settings import CORE_SOURCES, Settings, load_settings
from pipelines.sources.times import DAY
from tests.invented import START
from tests.loading.warehouses import ask, row_ids_are_unique, versions
from tests.vendors import Vendors

EXPECTED = {
    "zendesk": {
        "tickets": 8,
        "ticket_events": 10,
        "ticket_metric_events": 4,
        "users": 5,
        "organizations": 1,
        "articles": 5,
        "holidays": 1,
        "groups": 4,
        "group_memberships": 1,
        "brands": 1,
        "ticket_fields": 1,
        "ticket_forms": 1,
        "custom_statuses": 3,
        "macros": 1,
        "tags": 1,
        "sla_policies": 1,
        "group_sla_policies": 1,
        "schedules": 1,
        "deleted_tickets": 1,
        "satisfaction_ratings": 1,
        "survey_responses": 1,
    },
    "assembled": {
        "people": 1,
        "teams": 1,
        "queues": 1,
        "activity_types": 1,
        "activities": 2,
        "agent_states": 4,
        "forecasts": 6,
    },
    "ada": {"conversations": 7, "messages": 8},
}


@pytest.mark.parametrize("source", EXPECTED)
def test_a_first_load_stores_every_record_once_and_a_second_appends_nothing(
    source: str, vendors: Vendors, settings: Settings
) -> None:
    first = load_source(source, settings)
    stored = versions(settings, source)
    second = load_source(source, settings)

    assert {table: len(rows) for table, rows in stored.items()} == EXPECTED[source]
    assert {counts.resource: counts.appended for counts in first.resources} == EXPECTED[source]
    assert second.appended == 0
    assert versions(settings, source) == stored
    assert row_ids_are_unique(settings, source)


def test_tickets_of_ai_agents_alone_are_loaded_and_records_are_kept_as_sent(
    vendors: Vendors, settings: Settings
) -> None:
    load_source("zendesk", settings, resources=["tickets"])
    rows = ask(settings, "select record_key, record, record_hash, cursor_value from raw_zendesk.tickets order by 1")
    records = [json.loads(record) for _, record, _, _ in rows]

    assert [record["support_type"] for record in records].count("ai_agent") == 2
    sent = [{k: v for k, v in ticket.items() if k != "fields"} for ticket in vendors.tables["tickets"]]
    assert records == sent
    assert [key for key, _, _, _ in rows] == [str(ticket["id"]) for ticket in sent]
    assert [digest for _, _, digest, _ in rows] == [hashlib.sha256(r.encode()).hexdigest() for _, r, _, _ in rows]
    assert [marker for _, _, _, marker in rows] == [str(ticket["generated_timestamp"]) for ticket in sent]


def test_a_changed_record_is_a_new_version_known_since_its_own_run(vendors: Vendors, settings: Settings) -> None:
    first = load_source("zendesk", settings, resources=["tickets"])
    vendors.tables["tickets"][0] |= {"status": "deleted", "generated_timestamp": START + 90 * 3600}
    second = load_source("zendesk", settings, resources=["tickets"])

    rows = ask(
        settings, "select known_at, record->>'status' from raw_zendesk.tickets where record_key = '100' order by 1"
    )
    assert [status for _, status in rows] == ["solved", "deleted"]
    assert [f"{at:%Y%m%dT%H%M%S%fZ}" for at, _ in rows] == [first.run_id, second.run_id]
    assert second.appended == 1


def test_a_version_that_comes_back_is_stored_again(vendors: Vendors, settings: Settings) -> None:
    group = vendors.tables["groups"][0]
    for name in ("G1", "Renamed", "G1"):
        group["name"] = name
        load_source("zendesk", settings, resources=["groups"])

    names = ask(settings, "select record->>'name' from raw_zendesk.groups where record_key = '1' order by known_at")
    assert names == [("G1",), ("Renamed",), ("G1",)]


def test_what_vanished_from_a_window_gets_one_tombstone_and_may_come_back(vendors: Vendors, settings: Settings) -> None:
    load_source("assembled", settings)
    early, late = vendors.tables["assembled_activities"]
    vendors.tables["assembled_activities"] = []
    for _ in range(2):
        load_source("assembled", settings)

    gone = ask(settings, "select record_key, record from raw_assembled.activities where record like '%_deleted%'")
    # The newest row that has begun is on day 12, so that day 1 lies before the 7 days that are read again.
    assert [key for key, _ in gone] == [late["id_with_timestamps"]]
    assert json.loads(gone[0][1]) == {
        "_deleted": True,
        "id": "e1",
        "id_with_timestamps": "e1-12",
        "agent_id": "a1",
        "start_time": START + 12 * DAY,
        "end_time": START + 12 * DAY + 1,
    }
    vendors.tables["assembled_activities"] = [early, late]
    assert load_source("assembled", settings).appended == 1


def test_an_empty_list_where_there_were_rows_is_refused(vendors: Vendors, settings: Settings) -> None:
    load_source("assembled", settings)
    stored = versions(settings, "assembled")
    vendors.tables["assembled_people"] = []

    with pytest.raises(HavenError, match="sent no people at all"):
        load_source("assembled", settings)
    assert versions(settings, "assembled") == stored


def test_a_record_without_key_is_set_aside_once_and_the_rest_is_loaded(vendors: Vendors, settings: Settings) -> None:
    vendors.tables["groups"].append({"name": "without id"})
    summary = load_source("zendesk", settings, resources=["groups"])
    load_source("zendesk", settings, resources=["groups"])

    assert [(c.fetched, c.appended, c.quarantined) for c in summary.resources] == [(5, 4, 1)]
    rows = [json.loads(record) for (record,) in ask(settings, "select record from raw_zendesk.quarantine")]
    assert rows == [{"resource": "groups", "reason": "the record has no key", "raw_text": '{"name":"without id"}'}]


def test_every_run_leaves_an_audit_row_for_each_resource(vendors: Vendors, settings: Settings) -> None:
    summary = load_source("assembled", settings)
    audit = [json.loads(record) for (record,) in ask(settings, "select record from raw_assembled.load_audit")]

    assert {row["resource"]: row["fetched"] for row in audit} == EXPECTED["assembled"]
    assert {row["run_id"] for row in audit} == {summary.run_id}
    assert {row["resource"]: row["reported_by_api"] for row in audit}["people"] == 1
    assert {row["resource"]: row["reported_by_api"] for row in audit}["forecasts"] is None


@pytest.mark.parametrize(
    ("source", "setting", "value", "words"),
    [
        ("zendesk", "CLIENT_SECRET", "wr0ng", "SOURCES__ZENDESK__CLIENT_ID"),
        ("assembled", "API_KEY", "wr0ng", "SOURCES__ASSEMBLED__API_KEY"),
        ("ada", "API_KEY", "wr0ng", "SOURCES__ADA__API_KEY"),
        ("ada", "BASE_URL", "http://127.0.0.1:1", "cannot be reached"),
        ("zendesk", "BASE_URL", "http://127.0.0.1:1", "cannot be reached"),
        ("zendesk", "START_DATE", "last May", "SOURCES__ZENDESK__START_DATE is no date"),
    ],
)
def test_what_stops_a_source_is_said_with_its_remedy_and_nothing_is_stored(
    source: str,
    setting: str,
    value: str,
    words: str,
    vendors: Vendors,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"SOURCES__{source.upper()}__{setting}", value)
    monkeypatch.setenv(f"SOURCES__{source.upper()}__RETRY_SECONDS", "0.5")
    with pytest.raises(HavenError, match=words) as caught:
        load_source(source, settings)
    assert "wr0ng" not in str(caught.value)
    assert not any(versions(settings, source).values())


def test_secrets_reach_neither_raw_nor_the_state(vendors: Vendors, settings: Settings) -> None:
    for source in EXPECTED:
        load_source(source, settings)
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"s3cret-value" in path.read_bytes() or b"token-1" in path.read_bytes()]


def test_raw_tables_exist_before_anything_was_loaded(settings: Settings) -> None:
    ensure_raw_tables(settings)
    ensure_raw_tables(settings)
    found = ask(settings, "select table_schema, table_name from information_schema.tables")
    wanted = {(f"raw_{source}", table) for source in CORE_SOURCES for table in RAW_TABLES[source]}
    assert wanted <= set(found)
    columns = ask(settings, "select column_name from information_schema.columns where table_name = 'tickets'")
    assert [name for (name,) in columns] == [
        "record_key",
        "record",
        "cursor_value",
        "record_hash",
        "known_at",
        "_row_id",
        "_dlt_load_id",
    ]


def test_sources_are_those_chosen_else_those_configured(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, vendors: Vendors
) -> None:
    monkeypatch.delenv("SOURCES__ADA__BASE_URL")
    assert configured_sources(settings) == ["zendesk", "assembled"]
    assert configured_sources(load_settings({"HAVEN_SOURCES": "assembled"})) == ["assembled"]
    with pytest.raises(HavenError, match="SOURCES__ADA__BASE_URL"):
        configured_sources(load_settings({"HAVEN_SOURCES": "ada"}))
    with pytest.raises(HavenError, match="no source fax"):
        configured_sources(load_settings({"HAVEN_SOURCES": "fax"}))


def test_a_missing_setting_and_an_unknown_resource_are_named(
    monkeypatch: pytest.MonkeyPatch, vendors: Vendors, settings: Settings
) -> None:
    monkeypatch.setenv("SOURCES__ADA__RETRY_SECONDS", "soon")
    with pytest.raises(HavenError, match="SOURCES__ADA__RETRY_SECONDS is not of the right kind"):
        load_source("ada", settings)
    monkeypatch.setenv("SOURCES__ADA__RETRY_SECONDS", "1")
    monkeypatch.delenv("SOURCES__ADA__API_KEY")
    with pytest.raises(HavenError, match="SOURCES__ADA__API_KEY is missing"):
        load_source("ada", settings)
    with pytest.raises(HavenError, match="no resource tickets"):
        load_source("ada", settings, resources=["tickets"])
