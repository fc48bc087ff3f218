from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from pipelines.errors import HavenError
from pipelines.sources.ada import ada
from pipelines.sources.assembled import assembled
from pipelines.sources.raw import RAW_SCHEMA, Run
from pipelines.sources.times import DAY, windows
from pipelines.sources.zendesk import zendesk
from tests.invented import START
from tests.vendors import Vendors


def fetched(source: Any, *resources: str) -> list[pa.Table]:
    return list(source.with_resources(*resources))


def keys(tables: list[pa.Table]) -> list[str]:
    return [key for table in tables for key in table["record_key"].to_pylist()]


def test_every_resource_yields_flat_raw_tables_of_one_run(vendors: Vendors) -> None:
    run = Run.begin()
    tables = [
        *fetched(zendesk(run=run), "tickets", "survey_responses"),
        *fetched(assembled(run=run), "people", "forecasts"),
        *fetched(ada(run=run), "messages"),
    ]
    assert len(tables) == 5
    for table in tables:
        assert table.schema.equals(RAW_SCHEMA)
        assert set(table["known_at"].to_pylist()) == {run.known_at}
    row_ids = [row_id for table in tables for row_id in table["_row_id"].to_pylist()]
    assert len(row_ids) == len(set(row_ids))


def test_zendesk_asks_for_ai_tickets_metric_sets_and_comments(vendors: Vendors) -> None:
    fetched(zendesk(), "tickets", "ticket_events")
    asked = dict(vendors.asked)
    tickets = asked["zendesk/api/v2/incremental/tickets/cursor"]
    assert (tickets["support_type_scope"], tickets["include"], tickets["per_page"]) == ("all", "metric_sets", "1000")
    events = asked["zendesk/api/v2/incremental/ticket_events"]
    assert (events["support_type_scope"], events["include"]) == ("all", "comment_events")


def test_zendesk_follows_the_export_cursor_to_the_end_of_the_stream(vendors: Vendors) -> None:
    tables = fetched(zendesk(), "tickets")
    queries = [query for name, query in vendors.asked if name.endswith("tickets/cursor")]
    assert keys(tables) == [str(100 + i) for i in range(8)]
    assert [sorted({"start_time", "cursor"} & set(query)) for query in queries] == [
        ["start_time"],
        ["cursor"],
        ["cursor"],
    ]
    assert queries[0]["start_time"] == str(START)


def test_zendesk_reads_time_exports_on_from_their_end_time(vendors: Vendors) -> None:
    tables = fetched(zendesk(), "ticket_events")
    starts = [int(query["start_time"]) for name, query in vendors.asked if name.endswith("ticket_events")]
    assert set(keys(tables)) == {str(1000 + i) for i in range(10)}
    assert starts == sorted(set(starts))


def test_zendesk_stops_an_export_by_time_that_does_not_say_its_end(vendors: Vendors) -> None:
    # Metric events are documented without end_of_stream: a page that is not full is the last.
    from pipelines.sources.http import Client, FixedAuth
    from pipelines.sources.zendesk.paging import time_export

    class Silent(Client):
        def get(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            return {"ticket_metric_events": [{"id": 1}], "end_time": START + 5, "next_page": "always filled"}

    silent = Silent("zendesk", "http://127.0.0.1", FixedAuth(""), credentials="")
    state: dict[str, Any] = {}
    pages = list(time_export(silent, "/x", "ticket_metric_events", {}, state, START))
    assert (len(pages), state) == (1, {"end_time": START + 5})


def test_zendesk_stops_when_an_export_stands_still() -> None:
    from pipelines.sources.http import Client, FixedAuth
    from pipelines.sources.zendesk.paging import cursor_export

    class Stuck(Client):
        def get(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            return {"tickets": [], "after_cursor": "same", "end_of_stream": False}

    stuck = Stuck("zendesk", "http://127.0.0.1", FixedAuth(""), credentials="")
    with pytest.raises(HavenError, match="stands still"):
        list(cursor_export(stuck, "/x", "tickets", {}, {}, START))


def test_zendesk_renews_a_refused_token_once(vendors: Vendors) -> None:
    vendors.faults["zendesk/api/v2/groups"] = [None, 401]
    assert keys(fetched(zendesk(), "groups")) == ["1", "2", "3", "4"]
    assert vendors.hits["zendesk/oauth/tokens"] == 2


def test_zendesk_names_its_settings_when_the_client_is_refused(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCES__ZENDESK__CLIENT_SECRET", "wr0ng-secret")
    with pytest.raises(Exception, match="SOURCES__ZENDESK__CLIENT_ID") as caught:
        fetched(zendesk(), "groups")
    assert "wr0ng-secret" not in str(caught.value)


def test_zendesk_filters_surveys_by_milliseconds_and_takes_a_plan_without_them(vendors: Vendors) -> None:
    fetched(zendesk(), "survey_responses")
    asked = dict(vendors.asked)["zendesk/api/v2/guide/survey_responses"]
    assert asked["filter[created_at_start]"] == str(START * 1000)
    vendors.faults["zendesk/api/v2/guide/survey_responses"] = [403]
    assert fetched(zendesk(), "survey_responses") == []


def test_assembled_asks_in_whole_intervals_for_the_channels_people_have(vendors: Vendors) -> None:
    fetched(assembled(), "forecasts")
    asked = [query for name, query in vendors.asked if name.endswith("forecasted_vs_actuals")]
    assert {query["channel"] for query in asked} == {"email", "chat"}
    assert all(int(query["start_time"]) % 1800 == int(query["end_time"]) % 1800 == 0 for query in asked)
    assert max(int(query["end_time"]) for query in asked) == START + 28 * DAY  # the end plus 14 days of plans


def test_assembled_tells_recurring_activities_apart(vendors: Vendors) -> None:
    assert keys(fetched(assembled(), "activities")) == ["e1-1", "e1-12"]


def test_assembled_tells_two_chats_that_begin_together_apart(vendors: Vendors) -> None:
    state = {"agent_id": "a1", "platform": "zendesk", "start_time": START, "state": "on_ticket"}
    vendors.tables["assembled_agent_states"] = [state | {"ticket_id": "1"}, state | {"ticket_id": "2"}]
    assert len(set(keys(fetched(assembled(), "agent_states")))) == 2


def test_ada_reads_data_or_items_and_follows_links_of_any_form(vendors: Vendors) -> None:
    source = ada()
    assert sorted(keys(fetched(source, "conversations"))) == [f"c{i}" for i in range(7)]
    assert sorted(keys(fetched(source, "messages"))) == [f"m{i}" for i in range(8)]


def test_ada_never_asks_for_more_than_60_days(vendors: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__ADA__START_DATE", "2025-08-01")
    assert len(keys(fetched(ada(), "conversations"))) == 7
    assert vendors.hits["ada/api/v2/export/conversations"] > 4


def test_windows_adjoin_and_cover() -> None:
    assert list(windows(0, 10, 4)) == [(0, 4), (4, 8), (8, 10)]
    assert list(windows(5, 5, 4)) == []
