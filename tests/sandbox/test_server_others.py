from __future__ import annotations

import requests
from sandbox_reading import records


def test_the_workforce_tool_takes_its_key_as_basic_user_only(api):
    url = api.env["SOURCES__ASSEMBLED__BASE_URL"] + "/people"
    key = api.env["SOURCES__ASSEMBLED__API_KEY"]
    assert requests.get(url, headers={"Authorization": f"Bearer {key}"}, timeout=20).status_code == 401
    assert requests.get(url, auth=("wrong", ""), timeout=20).status_code == 401
    assert requests.get(url, auth=(key, ""), timeout=20).status_code == 200


def test_people_are_a_map_with_the_helpdesks_id_and_side_loaded_maps(api, world):
    people = {}
    while True:
        page = api.assembled("/people", limit=7, offset=len(people)).json()
        people |= page["people"]
        if len(people) >= page["total"]:
            break
    assert all(key == person["id"] != person["agent_id"] for key, person in people.items())
    assert all(team in page["teams"] for person in people.values() for team in person["teams"])
    agents = {str(u["id"]) for u in records(world, "zendesk", "users") if u["role"] == "agent"}
    assert {p["platforms"]["zendesk"] for p in people.values()} == agents - {"361699999"}


def test_the_timeline_wants_a_priority_order(api, world):
    window = {"start_time": world.end - 86400, "end_time": world.end}
    refused = api.assembled("/agents/state/condensed_timeline", **window)
    assert refused.status_code == 400
    assert refused.json()["message"] == "Missing required field priority_order"
    page = api.assembled("/agents/state/condensed_timeline", priority_order="zendesk", limit=20, **window).json()
    assert len(page["agent_states"]) == 20 and page["total"] > 20
    for state in page["agent_states"]:
        assert state["start_time"] < window["end_time"] and (state["end_time"] or world.end) > window["start_time"]


def test_the_schedule_is_keyed_by_its_unique_id_and_filters_by_agent(api, world):
    window = {"start_time": world.end - 3 * 86400, "end_time": world.end}
    activities = api.assembled("/activities", **window).json()["activities"]
    assert all(key == row["id_with_timestamps"] for key, row in activities.items())
    agent = next(iter(activities.values()))["agent_id"]
    own = api.assembled("/activities", **{"agents[]": agent}, **window).json()["activities"]
    assert {row["agent_id"] for row in own.values()} == {agent}
    assert own == {k: v for k, v in activities.items() if v["agent_id"] == agent}


def test_forecasts_want_whole_intervals_and_a_channel(api, world):
    start = world.end - 86400
    query = {"interval": 1800, "channel": "email", "start_time": start, "end_time": world.end, "limit": 200}
    refused = api.assembled("/forecasted_vs_actuals", **query | {"end_time": world.end - 7})
    assert refused.status_code == 400
    assert refused.json()["message"] == "expect end in an increment of 1800"
    assert (
        api.assembled("/forecasted_vs_actuals", **{k: v for k, v in query.items() if k != "channel"}).status_code == 400
    )
    page = api.assembled("/forecasted_vs_actuals", **query).json()
    assert {row["channel"] for row in page["forecasts_vs_actuals"]} == {"email"}
    assert page["total"] == len(page["forecasts_vs_actuals"])
    for row in page["forecasts_vs_actuals"]:
        assert set(row["staffing_required"]) == {"forecasted", "actual"}


def refusal(response) -> str:
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["type"] == "invalid_parameter" and error["details"] is None
    return error["message"]


def test_the_export_refuses_what_its_contract_refuses(api):
    assert "exactly one" in refusal(api.ada("conversations"))
    both = {"created_since": "2026-05-01T00:00:00Z", "updated_since": "2026-05-01T00:00:00Z"}
    assert "exactly one" in refusal(api.ada("conversations", **both))
    assert "no updated_since" in refusal(api.ada("messages", updated_since="2026-05-01T00:00:00Z"))
    long = {"updated_since": "2026-03-01T00:00:00Z", "updated_to": "2026-05-01T00:00:01Z"}
    assert "60 days" in refusal(api.ada("conversations", **long))
    for size in (99, 10_001):
        assert "page_size" in refusal(api.ada("conversations", created_since="2026-05-01T00:00:00Z", page_size=size))
    assert "ending in Z" in refusal(api.ada("conversations", created_since="2026-05-01T00:00:00+00:00"))
    response = requests.get(f"{api.env['SOURCES__ADA__BASE_URL']}/api/v2/export/messages", timeout=20)
    assert response.status_code == 401 and response.json()["errors"][0]["type"] == "unauthorized"


def test_the_export_covers_a_week_by_default_and_pages_by_absolute_links(api, world):
    chats = records(world, "ada", "conversations")
    since = "2026-05-10T00:00:00Z"
    week = {c["_id"] for c in chats if since <= c["date_created"] <= "2026-05-17T00:00:00Z"}
    response = api.ada("conversations", created_since=since, page_size=100)
    seen = []
    while True:
        page = response.json()
        seen += [c["_id"] for c in page["data"]]
        if page["meta"]["next_page_uri"] is None:
            break
        assert page["meta"]["next_page_uri"].startswith("http://127.0.0.1:")
        response = api.ada(page["meta"]["next_page_uri"])
    assert len(week) > 100
    assert len(seen) == len(set(seen)) and set(seen) == week
    times = [c["date_created"] for c in chats if c["_id"] in week]
    assert len(times) == len(seen)
    assert int(response.headers["X-RateLimit-Limit"]) == 10


def test_an_updated_window_brings_old_chats_that_were_judged_later(api, world):
    day = {"updated_since": "2026-05-20T00:00:00Z", "updated_to": "2026-05-21T00:00:00Z"}
    rows = api.ada("conversations", **day).json()["data"]
    assert rows and all(day["updated_since"] <= c["date_updated"] <= day["updated_to"] for c in rows)
    assert any(c["date_created"] < day["updated_since"] for c in rows)


def test_one_chats_messages_can_be_asked_for(api, world):
    chat = next(c for c in records(world, "ada", "conversations") if c["date_created"] > "2026-05-10")
    query = {
        "created_since": "2026-05-01T00:00:00Z",
        "created_to": "2026-06-01T00:00:00Z",
        "conversation_id": chat["_id"],
    }
    rows = api.ada("messages", **query).json()["data"]
    assert rows == [m for m in records(world, "ada", "messages") if m["conversation_id"] == chat["_id"]]


def test_the_export_allows_ten_requests_in_a_window(api):
    url = f"{api.env['SOURCES__ADA__BASE_URL']}/api/v2/export/messages?created_since=2026-05-30T00:00:00Z&page_size=100"
    headers = {"Authorization": f"Bearer {api.env['SOURCES__ADA__API_KEY']}"}
    waits = set()
    with requests.Session() as session:
        for _ in range(200):
            response = session.get(url, headers=headers, timeout=20)
            if response.status_code == 429:
                assert response.json()["errors"][0]["type"] == "too_many_requests"
                waits.add(response.headers.get("Retry-After"))
            if len(waits) == 2:
                break
    # The waiting time is told sometimes and sometimes not.
    assert waits == {"1", None}
