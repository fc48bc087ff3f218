"""Freshdesk's traps, one test each: the real loader against the sandbox's server over a few written-down records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.sources.freshdesk.activities import PATIENCE_DAYS
from tests.loading.warehouses import row_ids_are_unique, versions
from tests.sources.freshdesk_desk import DAY, START, Desk, activity, iso, said, serving, ticket
from tests.sources.written_records import loader, reached, reader


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    here = Desk(tmp_path / "desk")
    here.tickets = [ticket(n, START + 60 * n) for n in range(1, 8)]
    monkeypatch.setattr("pipelines.sources.freshdesk.paging.PAGE_SIZE", 3)
    with reached(serving(here), monkeypatch) as served:
        yield served


load, records = loader("freshdesk"), reader("freshdesk", order="known_at, cursor_value, record_key")


def test_tickets_older_than_the_thirty_days_that_are_listed_by_default_come(desk: Desk, settings: Settings) -> None:
    desk.now = START + 200 * DAY
    load(settings, "tickets")
    assert [row["id"] for row in records(settings, "tickets")] == list(range(1, 8))


def test_more_tickets_come_than_the_pages_that_the_api_gives(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.sandbox.server.freshdesk.MAX_TICKET_PAGE", 3)
    monkeypatch.setattr("pipelines.sources.freshdesk.paging.LAST_PAGE", 3)
    # Every page but the last is of one second with the one after it.
    desk.tickets = [ticket(n, START + 60 * (n // 4)) for n in range(40)]
    load(settings, "tickets")
    assert sorted(row["id"] for row in records(settings, "tickets")) == list(range(40))
    desk.tickets = [ticket(n, START + DAY) for n in range(10)]
    with pytest.raises(HavenError, match="has more than 3 pages of one second"):
        load(settings, "tickets")


def test_a_ticket_that_changes_while_the_list_is_read_makes_no_other_one_be_skipped(
    desk: Desk, settings: Settings
) -> None:
    asked = 0

    def change(request: Request) -> None:
        """The oldest ticket changes between two pages: those after it move one place nearer."""
        nonlocal asked
        asked += "filter" not in request.query_params
        if asked == 2:
            desk.tickets[0] = ticket(1, START + DAY)

    desk.before = change
    load(settings, "tickets")
    told = [(row["id"], row["updated_at"]) for row in records(settings, "tickets")]
    assert {number for number, _ in told} == set(range(1, 8))
    assert [at for number, at in told if number == 1] == [iso(START + 60), iso(START + DAY)]


def test_a_page_that_comes_again_stops_the_load_and_the_next_completes_it(desk: Desk, settings: Settings) -> None:
    again: list[Response] = []

    def repeat(request: Request) -> Response | None:
        if not again:
            again.append(JSONResponse(desk.tickets[:3], headers={"Link": f'<{request.url}&page=2>; rel="next"'}))
        return again[0] if len(desk.asked) < 2 else None

    desk.changed = repeat
    with pytest.raises(HavenError, match="gave a page of before the time asked for"):
        load(settings, "tickets")
    load(settings, "tickets")
    assert [row["id"] for row in records(settings, "tickets")] == list(range(1, 8))


def test_deleted_tickets_and_spam_have_lists_of_their_own_and_may_come_back(desk: Desk, settings: Settings) -> None:
    desk.tickets[0] |= {"deleted": True}
    desk.tickets[1] |= {"spam": True}
    desk.conversations = [said(11, 1), said(21, 2), said(31, 3)]
    load(settings, "tickets", "conversations")
    told = {row["id"]: (row.get("deleted"), row["spam"]) for row in records(settings, "tickets")}
    assert (told[1], told[2], told[3]) == ((True, False), (None, True), (None, False))
    assert [row["id"] for row in records(settings, "conversations")] == [11, 21, 31]
    # The newest change of each list is kept apart: this one is older than what was read of the others.
    desk.tickets[2] = ticket(3, START + 181, deleted=True)
    desk.tickets[0] = ticket(1, START + DAY)
    load(settings, "tickets")
    newest = {row["id"]: row for row in records(settings, "tickets")}
    assert newest[3]["deleted"] is True and "deleted" not in newest[1]


def test_contacts_are_bounded_by_a_parameter_with_an_underscore_and_at_first_by_none(
    desk: Desk, settings: Settings
) -> None:
    long_ago = START - 900 * DAY
    desk.contacts = [{"id": n, "name": f"C{n}", "updated_at": iso(long_ago + DAY * n)} for n in range(1, 8)]
    load(settings, "contacts")
    assert len(records(settings, "contacts")) == 7
    desk.asked.clear()
    desk.contacts[2] |= {"name": "Renamed", "updated_at": iso(START)}
    assert load(settings, "contacts").appended == 1
    assert [query.get("_updated_since") for _, query, _ in desk.asked] == [iso(long_ago + 7 * DAY - 300), None]


def test_the_first_words_are_asked_for_because_no_conversation_has_them(desk: Desk, settings: Settings) -> None:
    load(settings, "tickets", "conversations")
    assert [row["description_text"] for row in records(settings, "tickets")] == [f"Words {n}" for n in range(1, 8)]
    assert records(settings, "conversations") == []


def test_every_conversation_of_a_long_ticket_comes_and_of_an_unchanged_one_none_is_asked_for(
    desk: Desk, settings: Settings
) -> None:
    desk.conversations = [said(100 + n, 1) for n in range(25)]
    load(settings, "conversations")
    assert len(records(settings, "conversations")) == 25
    desk.asked.clear()
    desk.tickets[0] = ticket(1, START + DAY)
    desk.conversations.append(said(900, 1, START + 30))
    assert load(settings, "conversations").appended == 1
    read = {path for path, _, _ in desk.asked if path.endswith("/conversations")}
    # The one that changed, and those of the last five minutes of what was read before.
    assert read == {f"/tickets/{n}/conversations" for n in (1, 2, 3, 4, 5, 6, 7)}
    desk.asked.clear()
    load(settings, "conversations")
    assert {path for path, _, _ in desk.asked if path.endswith("/conversations")} == {"/tickets/1/conversations"}


def test_a_ticket_that_is_gone_for_good_when_its_words_are_read_stops_nothing(desk: Desk, settings: Settings) -> None:
    desk.conversations = [said(11, 1), said(21, 2)]

    def purge(request: Request) -> None:
        if request.url.path.endswith("/tickets/1/conversations"):
            desk.tickets = [one for one in desk.tickets if one["id"] != 1]

    desk.before = purge
    load(settings, "conversations")
    assert [row["id"] for row in records(settings, "conversations")] == [21]


def test_activities_that_say_the_same_are_kept_apart_though_the_vendor_numbers_none(
    desk: Desk, settings: Settings
) -> None:
    desk.now = START + 2 * DAY
    same = activity(START + 60, 1, status="Open")
    desk.activities = [same, same, activity(START + 90, 1, status="Resolved"), activity(START + DAY, 1, status="Open")]
    load(settings, "ticket_activities")
    rows = records(settings, "ticket_activities")
    assert len(rows) == len({row["id"] for row in rows}) == 3
    assert {row["day"] for row in rows} == {"2026-09-01"}
    assert row_ids_are_unique(settings, "freshdesk")


def test_a_days_file_that_is_late_is_waited_for_and_one_that_never_comes_is_named(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = {"2026-09-01", "2026-09-02"}
    desk.activities = [activity(START + n * DAY, 1, status="Open") for n in range(4)]
    desk.changed = lambda request: Response(status_code=404) if request.query_params.get("created_at") in late else None
    desk.now = START + 4 * DAY + 7 * 3600
    monkeypatch.setenv("SOURCES__FRESHDESK__END_DATE", iso(desk.now))
    assert load(settings, "ticket_activities").appended == 2
    late.remove("2026-09-02")
    assert load(settings, "ticket_activities").appended == 1
    desk.now = START + (PATIENCE_DAYS + 2) * DAY
    monkeypatch.setenv("SOURCES__FRESHDESK__END_DATE", iso(desk.now))
    load(settings, "ticket_activities")
    (why,) = records(settings, "quarantine")
    assert json.loads(why["raw_text"]) == {"first_day": "2026-09-01", "last_day": "2026-09-01", "days": 1}
    desk.asked.clear()
    load(settings, "ticket_activities")
    assert "2026-09-01" not in {query.get("created_at") for _, query, _ in desk.asked}


def test_the_link_to_a_file_is_one_or_a_list_and_leads_to_no_unsafe_host(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCES__FRESHDESK__END_DATE", iso(START + DAY))
    desk.activities = [activity(START, 1, status="Open")]
    link = f"http://127.0.0.1:{desk.port}/freshdesk/signed/2026-09-01.json?signature=sandbox"

    def one(request: Request) -> Response | None:
        return JSONResponse({"export": {"url": link}}) if "created_at" in request.query_params else None

    desk.changed = one
    # The server refuses a file that is asked for with a key.
    assert load(settings, "ticket_activities").appended == 1
    link = "http://files.example/2026-09-02.json"
    monkeypatch.setenv("SOURCES__FRESHDESK__END_DATE", iso(START + 2 * DAY))
    with pytest.raises(HavenError, match="is no https address"):
        load(settings, "ticket_activities")


def test_a_rating_that_leaves_its_ticket_as_it_was_is_found_for_two_weeks(desk: Desk, settings: Settings) -> None:
    def rating(number: int, at: int, code: int) -> dict[str, Any]:
        told = {"id": number, "survey_id": 1, "ticket_id": 1, "ratings": {"default_question": code}}
        return told | {"created_at": iso(at), "updated_at": iso(at)}

    desk.ratings = [rating(1, START + DAY, 103), rating(2, START + 20 * DAY, 103)]
    load(settings, "satisfaction_ratings")
    desk.ratings[1:] = [rating(3, START + 7 * DAY, -103), rating(2, START + 20 * DAY, 100)]
    assert load(settings, "satisfaction_ratings").appended == 2


def test_the_time_to_come_back_is_obeyed_and_counts_are_read_though_they_have_a_point(
    desk: Desk, settings: Settings
) -> None:
    desk.most = 22
    desk.conversations = [said(10 * n, n) for n in range(1, 8)]
    load(settings, "tickets", "conversations")
    assert 429 in [status for _, _, status in desk.asked]
    assert len(records(settings, "conversations")) == 7


def test_a_load_without_news_asks_a_bounded_number_of_times_and_adds_nothing(desk: Desk, settings: Settings) -> None:
    desk.tickets = [ticket(n, START + 3600 * n) for n in range(1, 30)]
    desk.activities = [activity(START + DAY * n, 1, status="Open") for n in range(29)]
    load(settings)
    desk.asked.clear()
    assert load(settings).appended == 0
    # The three lists of tickets twice, the newest ticket's words, contacts twice, seven other lists; no file again.
    assert len(desk.asked) <= 16
    assert not [path for path, _, _ in desk.asked if "activities" in path]


def test_wrong_credentials_name_their_setting_and_store_nothing(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCES__FRESHDESK__API_KEY", "wr0ng")
    with pytest.raises(HavenError, match="SOURCES__FRESHDESK__API_KEY") as caught:
        load(settings)
    assert "wr0ng" not in str(caught.value)
    assert not any(versions(settings, "freshdesk").values())
