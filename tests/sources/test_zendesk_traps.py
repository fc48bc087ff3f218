"""Each trap of Zendesk's API that is known, by name: what the real loader asks, and what it makes of the answer."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from pipelines.loading import load_source
from pipelines.settings import Settings
from pipelines.sources.times import DAY, to_iso
from pipelines.sources.zendesk import zendesk
from tests.invented import START
from tests.loading.warehouses import ask, versions
from tests.sources.test_api_sources import fetched, keys
from tests.sources.tools_world import standard
from tests.vendors import Vendors

NOT_IN_EVERY_PLAN = {
    "ticket_forms": "ticket_forms",
    "sla_policies": "slas/policies",
    "group_sla_policies": "group_slas/policies",
    "schedules": "business_hours/schedules",
    "holidays": "business_hours/schedules",
    "articles": "help_center/incremental/articles",
    "satisfaction_ratings": "satisfaction_ratings",
}


def records(*resources: str) -> list[dict[str, Any]]:
    return [json.loads(text) for table in fetched(zendesk(), *resources) for text in table["record"].to_pylist()]


def test_tickets_of_ai_agents_alone_come_too_though_the_default_leaves_them_out(vendors: Vendors) -> None:
    assert {row["support_type"] for row in records("tickets")} == {"agent", "ai_agent"}


def test_the_boundary_second_that_comes_twice_in_one_load_is_stored_once(vendors: Vendors, settings: Settings) -> None:
    summary = load_source("zendesk", settings, resources=["ticket_events"])
    (events,) = summary.resources
    # Pages of three over seconds of two: some rows came twice.
    assert events.fetched > events.appended == len(vendors.tables["ticket_events"])


def test_a_start_within_the_last_minute_is_never_asked_for(vendors: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__ZENDESK__START_DATE", to_iso(time.time() + 3600))
    fetched(zendesk(), "tickets", "users", "ticket_events", "ticket_metric_events", "organizations", "articles")
    starts = [int(query["start_time"]) for _, query in vendors.asked if "start_time" in query]
    assert len(starts) == 6
    assert max(starts) <= time.time() - 60


def test_no_list_is_read_by_page_number_nor_searched_nor_are_audits_followed(
    vendors: Vendors, settings: Settings
) -> None:
    load_source("zendesk", settings)
    assert not [query for _, query in vendors.asked if "page" in query]
    assert not [name for name, _ in vendors.asked if "search" in name or "audits" in name]


def test_a_ticket_changed_by_the_system_comes_though_its_own_time_stood_still(
    vendors: Vendors, settings: Settings
) -> None:
    load_source("zendesk", settings, resources=["tickets"])
    # `generated_timestamp` moves, `updated_at` does not: whoever filters by the latter loses the change.
    vendors.tables["tickets"][0] |= {"generated_timestamp": START + 30 * DAY, "tags": ["late"]}
    assert load_source("zendesk", settings, resources=["tickets"]).appended == 1
    newest = "select record from raw_zendesk.tickets where record_key = '100' order by known_at desc limit 1"
    assert json.loads(ask(settings, newest)[0][0])["tags"] == ["late"]


def test_a_membership_without_a_time_of_change_is_kept(vendors: Vendors) -> None:
    (membership,) = records("group_memberships")
    assert membership["updated_at"] is None


@pytest.mark.parametrize(("resource", "path"), NOT_IN_EVERY_PLAN.items(), ids=NOT_IN_EVERY_PLAN)
@pytest.mark.parametrize("status", [403, 404])
def test_what_the_plan_lacks_is_none_and_no_failure(resource: str, path: str, status: int, vendors: Vendors) -> None:
    vendors.faults[f"zendesk/api/v2/{path}"] = [status] * 2
    assert records(resource) == []


def test_a_plan_that_lost_its_promises_does_not_take_them_for_deleted(vendors: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings, resources=["sla_policies"])
    stored = versions(settings, "zendesk")["sla_policies"]
    vendors.faults["zendesk/api/v2/slas/policies"] = [403]
    load_source("zendesk", settings, resources=["sla_policies"])
    assert versions(settings, "zendesk")["sla_policies"] == stored != []


@pytest.mark.parametrize("status", [409, 520, 524])
def test_a_passing_fault_of_the_vendors_own_is_asked_again(status: int, vendors: Vendors) -> None:
    vendors.faults["zendesk/api/v2/groups"] = [None, status, status]
    assert keys(fetched(zendesk(), "groups")) == ["1", "2", "3", "4"]


def test_links_that_are_filled_on_the_last_page_are_not_followed(vendors: Vendors) -> None:
    assert keys(fetched(zendesk(), "groups")) == ["1", "2", "3", "4"]
    pages = [query for name, query in vendors.asked if name.endswith("/groups") and "page[size]" in query]
    assert len(pages) == 2  # four groups, three a page; the last page's link leads elsewhere


def test_a_cursor_that_is_filled_at_the_end_of_the_stream_is_kept_and_asked_for_once(
    vendors: Vendors, settings: Settings
) -> None:
    load_source("zendesk", settings, resources=["tickets"])
    vendors.asked.clear()
    assert load_source("zendesk", settings, resources=["tickets"]).appended == 0
    (query,) = [query for name, query in vendors.asked if name.endswith("tickets/cursor")]
    assert "cursor" in query


def test_ids_that_are_text_here_and_numbers_there_name_the_same_ticket(vendors: Vendors, settings: Settings) -> None:
    vendors.tables["ticket_events"] = [
        {"id": 1, "ticket_id": "100", "timestamp": START, "created_at": to_iso(START), "updater_id": "-1"}
        | {"child_events": [{"id": 2, "event_type": "Change", "status": "open", "previous_value": "new"}]}
    ]
    load_source("zendesk", settings)
    (event,) = standard(settings, "stg_zendesk__conversation_events", "zendesk")
    assert event["conversation_id"] in {
        row["conversation_id"] for row in standard(settings, "stg_zendesk__conversations", "zendesk")
    }


def test_the_copy_of_the_custom_fields_is_not_kept(vendors: Vendors) -> None:
    tickets = records("tickets")
    assert all("fields" not in ticket and ticket["custom_fields"] for ticket in tickets)


def test_an_answer_given_on_the_twentieth_day_comes_though_the_list_filters_by_sending(
    vendors: Vendors, settings: Settings
) -> None:
    survey = {"id": "01A", "expires_at": to_iso(START + 28 * DAY), "responder_id": "1", "answers": []}
    later = {"id": "01B", "expires_at": to_iso(START + 48 * DAY), "responder_id": "2", "answers": []}
    vendors.tables["survey_responses"] = [survey]
    load_source("zendesk", settings, resources=["survey_responses"])
    answer = {"type": "rating_scale", "rating": 1, "updated_at": to_iso(START + 20 * DAY)}
    vendors.tables["survey_responses"] = [survey | {"answers": [answer]}, later]
    assert load_source("zendesk", settings, resources=["survey_responses"]).appended == 2
    # And 29 days before the newest that is known, no more.
    vendors.asked.clear()
    load_source("zendesk", settings, resources=["survey_responses"])
    (query,) = [query for name, query in vendors.asked if name.endswith("survey_responses")]
    assert int(query["filter[created_at_start]"]) == max(START, START + 20 * DAY - 29 * DAY) * 1000


def test_a_rating_that_is_null_and_one_that_is_not_there_are_both_none(vendors: Vendors, settings: Settings) -> None:
    vendors.tables["tickets"][0]["satisfaction_rating"] = None
    vendors.tables["satisfaction_ratings"] = []
    load_source("zendesk", settings)
    assert [r for r in standard(settings, "stg_zendesk__ratings", "zendesk") if r["score"] is not None] == []


def test_a_deleted_ticket_that_is_restored_counts_again(vendors: Vendors, settings: Settings) -> None:
    def deleted() -> dict[str, Any]:
        load_source("zendesk", settings, resources=["tickets"])
        rows = standard(settings, "stg_zendesk__conversations", "zendesk")
        return {row["conversation_id"]: row["deleted_at"] is not None for row in rows}

    assert len(deleted()) == 8 and not any(deleted().values())
    vendors.tables["tickets"][0] |= {"status": "deleted", "generated_timestamp": START + 20 * DAY}
    assert [key for key, is_deleted in deleted().items() if is_deleted] == ["zendesk:100"]
    vendors.tables["tickets"][0] |= {"status": "open", "generated_timestamp": START + 21 * DAY}
    assert len(deleted()) == 8 and not any(deleted().values())


def test_a_breach_that_is_taken_back_later_is_no_breach(vendors: Vendors, settings: Settings) -> None:
    clock = {"ticket_id": 100, "metric": "reply_time", "instance_id": 1, "time": to_iso(START)}
    breach = clock | {"id": 2, "type": "breach", "deleted": False}
    vendors.tables["ticket_metric_events"] = [clock | {"id": 1, "type": "apply_sla"}, breach]

    def met() -> Any:
        load_source("zendesk", settings)
        (row,) = [r for r in standard(settings, "stg_zendesk__ticket_slas", "zendesk") if r["ticket_id"] == "100"]
        return row["is_met"]

    assert met() is False
    vendors.tables["ticket_metric_events"][1] = breach | {"deleted": True, "time": to_iso(START + DAY)}
    assert met() is True


def test_a_merged_ticket_names_the_one_it_went_into(vendors: Vendors, settings: Settings) -> None:
    said = 'This request was closed and merged into request #101 "Refund".'
    vendors.tables["tickets"][0] |= {"status": "closed", "tags": ["closed_by_merge"]}
    vendors.tables["ticket_events"] = [
        {"id": 1, "ticket_id": 100, "timestamp": START, "created_at": to_iso(START), "updater_id": 1}
        | {"child_events": [{"id": 2, "event_type": "Comment", "body": said, "public": True, "author_id": 1}]}
    ]
    load_source("zendesk", settings)
    rows = standard(settings, "stg_zendesk__conversations", "zendesk")
    merged = {row["conversation_id"]: row["merged_into_id"] for row in rows if row["merged_into_id"]}
    assert merged == {"zendesk:100": "zendesk:101"}
