from __future__ import annotations

import time

import requests
from sandbox_reading import records

EXPORT = "/api/v2/incremental/tickets/cursor"
EVENTS = "/api/v2/incremental/ticket_events"


def test_a_wrong_or_missing_token_is_refused_in_json(api):
    url = api.env["SOURCES__ZENDESK__BASE_URL"] + "/api/v2/groups"
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic nonsense"}):
        response = requests.get(url, headers=headers, timeout=20)
        assert response.status_code == 401
        assert response.json() == {"error": "Couldn't authenticate you"}
    body = {"grant_type": "client_credentials", "client_id": "haven-sandbox", "client_secret": "wrong"}
    response = requests.post(api.env["SOURCES__ZENDESK__BASE_URL"] + "/oauth/tokens", json=body, timeout=20)
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"


def test_an_api_token_works_too(api):
    url = api.env["SOURCES__ZENDESK__BASE_URL"] + "/api/v2/groups.json"
    response = requests.get(url, auth=("loader@northlight.example/token", "sandbox-api-token"), timeout=20)
    assert response.status_code == 200
    assert response.headers["x-zendesk-api-version"] == "v2"


def test_the_cursor_export_gives_every_ticket_once_and_then_says_so(api, world):
    seen, sets, page = [], [], None
    response = api.zendesk(EXPORT, start_time=0, support_type_scope="all", include="metric_sets", per_page=500)
    while True:
        page = response.json()
        seen += [t["id"] for t in page["tickets"]]
        sets += [m["ticket_id"] for m in page["metric_sets"]]
        assert all(t["metric_set"]["ticket_id"] == t["id"] for t in page["tickets"])
        assert page["after_cursor"] and page["before_cursor"] is None
        if page["end_of_stream"]:
            break
        response = api.zendesk(page["after_url"])
    held_back = {t["id"] for t in records(world, "zendesk", "tickets") if t["generated_timestamp"] > world.end - 60}
    assert sorted(seen) == sorted({t["id"] for t in records(world, "zendesk", "tickets")} - held_back)
    assert len(seen) == len(set(seen)) and sets == seen
    # The last cursor is filled and leads to an empty page that keeps it.
    again = api.zendesk(EXPORT, cursor=page["after_cursor"]).json()
    assert again["tickets"] == [] and again["end_of_stream"] and again["after_cursor"] == page["after_cursor"]


def test_tickets_of_the_ai_agent_alone_are_hidden_unless_asked_for(api):
    everything = api.zendesk(EXPORT, start_time=0, support_type_scope="all").json()["tickets"]
    default = api.zendesk(EXPORT, start_time=0).json()["tickets"]
    alone = api.zendesk(EXPORT, start_time=0, support_type_scope="ai_agent").json()["tickets"]
    assert {t["support_type"] for t in default} == {"agent"}
    assert {t["support_type"] for t in alone} == {"ai_agent"}
    assert {t["support_type"] for t in everything} == {"agent", "ai_agent"}
    assert "metric_set" not in default[0]


def test_deleted_tickets_are_exported_but_their_comments_are_gone(api):
    tickets, page = [], api.zendesk(EXPORT, start_time=0).json()
    while True:
        tickets += page["tickets"]
        if page["end_of_stream"]:
            break
        page = api.zendesk(page["after_url"]).json()
    deleted = [t for t in tickets if t["status"] == "deleted"]
    assert deleted
    response = api.zendesk(f"/api/v2/tickets/{deleted[0]['id']}/comments")
    assert response.status_code == 404
    assert response.json() == {"error": "RecordNotFound", "description": "Not found"}
    hidden = api.zendesk(EXPORT, start_time=0, exclude_deleted="true").json()["tickets"]
    assert not [t for t in hidden if t["status"] == "deleted"]


def test_time_exports_repeat_the_boundary_second_and_move_on(api, world):
    first = api.zendesk(EVENTS, start_time=0, include="comment_events", per_page=200).json()
    second = api.zendesk(first["next_page"]).json()
    assert first["end_time"] == first["ticket_events"][-1]["timestamp"]
    repeated = [e["id"] for e in first["ticket_events"] if e["timestamp"] == first["end_time"]]
    assert repeated == [e["id"] for e in second["ticket_events"][: len(repeated)]]
    assert first["count"] == len(first["ticket_events"]) >= 200 and not first["end_of_stream"]
    # Even one row at a time it gets to the end; the last page still names a next one.
    late = records(world, "zendesk", "ticket_events")[-6]["timestamp"]
    page, steps = api.zendesk(EVENTS, start_time=late, per_page=1).json(), 0
    while not page["end_of_stream"]:
        following = api.zendesk(page["next_page"]).json()
        assert following["end_time"] > page["end_time"]
        page, steps = following, steps + 1
    assert steps < 10 and page["next_page"]


def test_comments_are_told_only_when_asked_for(api):
    def comments(**query):
        events = api.zendesk(EVENTS, start_time=0, per_page=50, **query).json()["ticket_events"]
        return [c for e in events for c in e["child_events"] if c["event_type"] == "Comment"]

    assert all("body" in c for c in comments(include="comment_events"))
    assert all("body" not in c and "comment_public" in c for c in comments())


def test_start_times_of_the_last_minute_are_refused(api, world):
    assert api.zendesk(EXPORT, start_time=world.end - 61).status_code == 200
    response = api.zendesk(EXPORT, start_time=world.end - 30)
    assert response.status_code == 422 and response.json()["error"] == "StartTimeTooRecent"
    missing = api.zendesk(EXPORT)
    assert missing.status_code == 400 and missing.json()["error"]["title"] == "Invalid attribute"
    assert api.zendesk(EXPORT, cursor="not base64!").status_code == 400


def test_lists_page_by_cursor_and_by_number(api):
    by_cursor = api.zendesk("/api/v2/groups", **{"page[size]": 3}).json()
    assert len(by_cursor["groups"]) == 3 and by_cursor["meta"]["has_more"]
    rest = api.zendesk(by_cursor["links"]["next"]).json()
    # On the last page there is still a next link: only has_more ends it.
    assert len(rest["groups"]) == 1 and not rest["meta"]["has_more"] and rest["links"]["next"]
    by_number = api.zendesk("/api/v2/groups", per_page=3).json()
    assert by_number["count"] == 4 and by_number["previous_page"] is None
    assert len(api.zendesk(by_number["next_page"]).json()["groups"]) == 1


def test_metric_events_come_as_time_export_or_by_cursor(api):
    path = "/api/v2/incremental/ticket_metric_events"
    export = api.zendesk(path, start_time=0, per_page=100).json()
    assert "end_of_stream" not in export and export["next_page"]
    listed = api.zendesk(path, start_time=0, **{"page[size]": 100}).json()
    assert len(listed["ticket_metric_events"]) == 100
    assert listed["ticket_metric_events"] == export["ticket_metric_events"][:100]


def test_surveys_filter_by_milliseconds_and_page_by_ulid(api, world):
    path = "/api/v2/guide/survey_responses"
    everything = records(world, "zendesk", "survey_responses")
    seen, after = [], {}
    while True:
        page = api.zendesk(path, **{"page[size]": 500}, **after).json()
        assert "links" not in page and len(page["survey_responses"]) <= 50
        seen += [s["id"] for s in page["survey_responses"]]
        if not page["meta"]["has_more"]:
            break
        after = {"page[after]": page["meta"]["after_cursor"]}
        assert after["page[after]"] == seen[-1]
    assert seen == [s["id"] for s in everything]
    middle = (world.end - 5 * 86400) * 1000
    later = api.zendesk(path, **{"filter[created_at_start]": middle}).json()["survey_responses"]
    assert [s["id"] for s in later] == [i for i in seen if int(i[2:14], 16) >= middle][:50]


def test_one_tickets_comments_and_audits_tell_the_same_story(api):
    tickets = api.zendesk(EXPORT, start_time=0, exclude_deleted="true").json()["tickets"]
    ticket = next(t for t in tickets if t["via"]["channel"] == "email")
    comments = api.zendesk(f"/api/v2/tickets/{ticket['id']}/comments").json()["comments"]
    audits = api.zendesk(f"/api/v2/tickets/{ticket['id']}/audits.json").json()["audits"]
    told = [e for a in audits for e in a["events"] if e["type"] == "Comment"]
    assert [c["id"] for c in comments] == [e["id"] for e in told]
    assert [e["value"] for a in audits for e in a["events"] if e.get("field_name") == "status"][-1] == ticket["status"]


def test_exports_are_limited_to_thirty_in_a_window_and_say_how_long_to_wait(api):
    url = f"{api.env['SOURCES__ZENDESK__BASE_URL']}{EVENTS}?start_time=0&per_page=1"
    headers = {"Authorization": f"Bearer {api.token}"}
    with requests.Session() as session:
        bodies, first = set(), None
        for _ in range(400):
            response = session.get(url, headers=headers, timeout=20)
            if response.status_code == 429:
                first = first or response
                bodies.add(response.headers["content-type"].partition(";")[0])
            if len(bodies) == 2:
                break
    # Some refusals are plain text: look at the status before parsing.
    assert bodies == {"application/json", "text/plain"}
    assert first.headers["Retry-After"] == "1"
    assert first.headers["zendesk-ratelimit-incremental-exports"] == "total=30; remaining=0; resets=1"
    assert first.headers["x-rate-limit"] == "2500"
    time.sleep(0.3)
    assert requests.get(url, headers=headers, timeout=20).status_code == 200
