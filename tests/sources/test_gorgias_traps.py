"""Gorgias' traps, one test each: the real loader against the sandbox's server over a few written-down records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import HavenError
from pipelines.redaction import redact_again
from pipelines.settings import Settings
from pipelines.sources.times import DAY
from tests.loading.warehouses import ask, row_ids_are_unique, versions
from tests.sources.gorgias_account import START, Desk, event, message, serving, stamp, survey, ticket
from tests.sources.tools_world import standard
from tests.sources.written_records import loader, reached, reader

TICKETS, MESSAGES = "/tickets", "/messages"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    here = Desk(tmp_path / "desk")
    here.tickets = [ticket(n, START + 600 * n, messages=2) for n in range(1, 8)]
    here.messages = [message(10 * n + k, n, START + 600 * n) for n in range(1, 8) for k in range(2)]
    monkeypatch.setattr("pipelines.sources.gorgias.paging.PAGE_SIZE", 3)
    with reached(serving(here), monkeypatch) as served:
        yield served


load, records = loader("gorgias"), reader("gorgias")


def keys(settings: Settings, table: str) -> list[str]:
    return [key for key, _ in versions(settings, "gorgias")[table]]


def test_every_ticket_comes_once_with_all_its_messages(desk: Desk, settings: Settings) -> None:
    load(settings)
    assert keys(settings, "tickets") == [str(n) for n in range(1, 8)]
    assert keys(settings, "messages") == sorted(str(one["id"]) for one in desk.messages)
    assert keys(settings, "ticket_custom_fields") == [str(n) for n in range(1, 8)]
    assert row_ids_are_unique(settings, "gorgias")


def test_tickets_are_walked_newest_change_first_to_the_watermark_and_no_further(desk: Desk, settings: Settings) -> None:
    load(settings, "tickets")
    desk.asked.clear()
    # Made first of all, and changed last.
    desk.tickets[0] = ticket(1, START + DAY, messages=2)
    assert load(settings, "tickets").appended == 1
    assert {query["order_by"] for _, query, _, _ in desk.asked} == {"updated_datetime:desc"}
    assert len(desk.asked) == 1


def test_one_row_that_is_out_of_place_does_not_end_the_walk(desk: Desk, settings: Settings) -> None:
    desk.tickets[6]["updated_datetime"] = None
    load(settings, "tickets")
    assert len(keys(settings, "tickets")) == 7


def test_a_date_in_the_future_does_not_hide_what_changes_before_it(desk: Desk, settings: Settings) -> None:
    desk.tickets[6] = ticket(7, 4_102_444_800, messages=2)  # the year 2100
    load(settings, "tickets")
    now = ask(settings, "select cast(epoch(max(known_at)) as bigint) from raw_gorgias.tickets")[0][0]
    desk.tickets[1] = ticket(2, now + 60, messages=2)
    assert load(settings, "tickets").appended == 1


def test_no_cursor_is_kept_from_one_load_to_the_next(desk: Desk, settings: Settings) -> None:
    load(settings, "tickets", "messages")
    assert any("cursor" in query for _, query, _, _ in desk.asked)
    desk.asked.clear()
    desk.tickets = [ticket(n, START + DAY + n, messages=2) for n in range(1, 8)]
    load(settings, "tickets", "messages")
    assert "cursor" not in desk.first_of(TICKETS) and "cursor" not in desk.first_of(MESSAGES)


def test_a_walk_whose_cursor_expires_begins_again(desk: Desk, settings: Settings) -> None:
    desk.forgets = {TICKETS}
    load(settings, "tickets")
    assert len(keys(settings, "tickets")) == 7
    assert [status for _, _, status, _ in desk.asked].count(400) == 1


def test_a_merged_ticket_answers_301_and_names_the_ticket_it_lives_on_in(desk: Desk, settings: Settings) -> None:
    load(settings)
    desk.tickets = [one for one in desk.tickets if one["id"] != 4]
    desk.messages = [one | ({"ticket_id": 6} if one["ticket_id"] == 4 else {}) for one in desk.messages]
    desk.tickets[-2] = ticket(6, START + DAY, messages=4)
    desk.merged, desk.events = {4: 6}, [event(5, 4, "ticket-merged", START + DAY)]
    load(settings)
    (merger,) = records(settings, "merged_tickets")
    assert (merger["id"], merger["merged_into_id"]) == (4, 6)
    # Whoever follows the redirection keeps the survivor under the old id.
    assert [one["id"] for one in records(settings, "tickets")].count(4) == 1
    told = {row["conversation_id"]: row["merged_into_id"] for row in _conversations(settings)}
    assert told["gorgias:4"] == "gorgias:6" and told["gorgias:6"] is None


def test_a_time_without_an_offset_is_utc(desk: Desk, settings: Settings) -> None:
    desk.tickets = [ticket(1, START, messages=0, closed_datetime="2026-09-01T09:30:02", status="closed")]
    desk.surveys = [survey(31, 1, 4, START + 2 * DAY)]
    load(settings)
    (row,) = _conversations(settings)
    assert (str(row["opened_at"]), str(row["resolved_at"])) == ("2026-09-01 00:00:00", "2026-09-01 09:30:02")
    (rating,) = standard(settings, "stg_gorgias__ratings", "gorgias")
    assert (str(rating["asked_at"]), str(rating["answered_at"])) == ("2026-09-01 00:01:00", "2026-09-03 00:00:00")


def test_a_thread_longer_than_a_page_is_not_cut(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.sources.gorgias.paging.PAGE_SIZE", 100)
    desk.tickets, desk.messages = [ticket(1, START, messages=130)], [message(1000 + n, 1) for n in range(130)]
    counts = {c.resource: c for c in load(settings, "messages").resources}["messages"]
    assert (counts.appended, counts.reported_by_api, counts.missing) == (130, 130, 0)


def test_a_message_that_is_counted_and_does_not_come_is_missing_until_it_comes(desk: Desk, settings: Settings) -> None:
    desk.lost = {50}
    counts = {c.resource: c for c in load(settings, "messages").resources}["messages"]
    assert (counts.reported_by_api, counts.missing) == (14, 1)
    desk.lost = set()
    counts = {c.resource: c for c in load(settings, "messages").resources}["messages"]
    assert (counts.appended, counts.missing) == (1, 0)
    assert "50" in keys(settings, "messages")


def test_a_ticket_purged_while_it_is_read_stops_nothing_and_is_no_shortfall(desk: Desk, settings: Settings) -> None:
    desk.gone = {4}
    desk.events = [event(5, 4, "ticket-deleted", START + DAY)]
    counts = {c.resource: c for c in load(settings, "messages", "events").resources}
    assert counts["messages"].missing == 0
    assert {one["ticket_id"] for one in records(settings, "messages")} == {1, 2, 3, 5, 6, 7}
    assert [(row["conversation_id"], row["status"]) for row in _conversations(settings)] == [("gorgias:4", "deleted")]


def test_being_asked_to_wait_is_not_the_end_of_the_data(desk: Desk, settings: Settings) -> None:
    desk.most = 4
    load(settings, "tickets", "messages")
    refused = [headers for _, _, status, headers in desk.asked if status == 429]
    assert refused
    assert all(int(h["retry-after"]) >= 1 and h["x-gorgias-account-api-call-limit"] == "4/4" for h in refused)
    assert (len(keys(settings, "tickets")), len(keys(settings, "messages"))) == (7, 14)


def test_trashed_and_spam_tickets_come_with_the_others_and_count_as_no_contact(desk: Desk, settings: Settings) -> None:
    desk.tickets[0] = ticket(1, START, messages=2, trashed_datetime=stamp(START + 60))
    desk.tickets[1] = ticket(2, START, messages=2, spam=True)
    load(settings)
    told = {row["conversation_id"]: row for row in _conversations(settings)}
    assert len(told) == 7
    assert (told["gorgias:1"]["status"], str(told["gorgias:1"]["deleted_at"])) == ("deleted", "2026-09-01 00:01:00")
    # The word by which noise is known (seeds/noise_tags.csv).
    assert told["gorgias:2"]["tags"] == '["spam"]'


def test_a_survey_scored_weeks_after_it_was_made_is_a_new_version(desk: Desk, settings: Settings) -> None:
    desk.surveys = [survey(n, n, None, None) for n in range(1, 8)]
    load(settings, "satisfaction_surveys")
    desk.surveys[2] = survey(3, 3, 5, START + 40 * DAY)
    assert load(settings, "satisfaction_surveys").appended == 1
    assert records(settings, "satisfaction_surveys")[-1]["score"] == 5


def test_a_deleted_message_is_a_new_version_and_its_words_are_not_told(desk: Desk, settings: Settings) -> None:
    load(settings)
    desk.messages[0] = message(10, 1, START + 600, deleted_datetime=stamp(START + DAY))
    desk.tickets[0] = ticket(1, START + DAY, messages=2)
    assert load(settings, "messages").appended == 1
    rows = {row["message_id"]: row for row in standard(settings, "stg_gorgias__messages", "gorgias")}
    assert (rows["10"]["text_chars"], rows["10"]["text_hash"]) == (None, None)
    assert rows["11"]["text_chars"] == 2


def test_a_load_without_news_asks_a_bounded_number_of_times_and_adds_nothing(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.sources.gorgias.paging.PAGE_SIZE", 30)
    desk.tickets = [ticket(n, START + 3600 * n, messages=1) for n in range(1, 60)]
    desk.messages = [message(10 * n, n) for n in range(1, 60)]
    load(settings)
    desk.asked.clear()
    assert load(settings).appended == 0
    # One for each of the twelve resources, two for the ticket that changed last.
    assert len(desk.asked) <= 14


def test_wrong_credentials_name_their_settings_and_store_nothing(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCES__GORGIAS__API_KEY", "wr0ng")
    with pytest.raises(HavenError, match="SOURCES__GORGIAS__API_KEY") as caught:
        load(settings)
    assert "wr0ng" not in str(caught.value)
    assert not any(versions(settings, "gorgias").values())


def _conversations(settings: Settings) -> list[dict[str, Any]]:
    return standard(settings, "stg_gorgias__conversations", "gorgias")


def test_words_of_a_deleted_message_are_in_no_version_of_it(desk: Desk, settings: Settings) -> None:
    secret = "My card is 4111 1111 1111 1111"
    desk.messages[0] |= {"body_text": secret, "stripped_text": secret, "body_html": f"<p>{secret}</p>", "sender": None}
    desk.messages[2] |= {"body_text": secret}
    load(settings)
    desk.messages[0] |= {"deleted_datetime": stamp(START + DAY)}
    desk.tickets[0] |= {"updated_datetime": stamp(START + DAY)}
    load(settings)
    assert redact_again(settings, ["gorgias"]) == 2
    held = [one for one in records(settings, "messages") if one["id"] == desk.messages[0]["id"]]
    assert len(held) == 2
    assert {one["body_text"] for one in held} == {one["stripped_text"] for one in held} == {"▇" * len(secret)}
    assert "4111" in str(records(settings, "messages")) and "4111" not in str(held)
    assert load(settings).appended == redact_again(settings, ["gorgias"]) == 0
