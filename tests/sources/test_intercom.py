"""Intercom's traps, one test each: the real loader against the sandbox's server over a few written-down records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import HavenError
from pipelines.redaction import redact_again
from pipelines.settings import Settings
from pipelines.sources.times import DAY
from tests.loading.warehouses import row_ids_are_unique, versions
from tests.sources.intercom_workspace import START, Workspace, contact, conversation, fin, part, serving
from tests.sources.written_records import loader, reached, reader


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    here = Workspace(tmp_path / "workspace")
    here.conversations = [conversation(n, START + 60 * n) for n in range(1, 8)]
    here.parts = [part(10 * n + k, n, START + 60 * n) for n in range(1, 8) for k in range(3)]
    here.contacts = [contact(n, START + n) for n in range(1, 6)]
    monkeypatch.setattr("pipelines.sources.intercom.paging.PAGE_SIZE", 3)
    with reached(serving(here), monkeypatch) as served:
        yield served


load, records = loader("intercom"), reader("intercom")


def test_every_conversation_comes_once_with_all_its_parts(workspace: Workspace, settings: Settings) -> None:
    load(settings)
    stored = versions(settings, "intercom")
    assert [key for key, _ in stored["conversations"]] == [str(n) for n in range(1, 8)]
    assert {p["id"]: p["conversation_id"] for p in records(settings, "conversation_parts")} == {
        p["id"]: str(p["_of"]) for p in workspace.parts
    }
    assert [len(stored[name]) for name in ("contacts", "admins", "teams", "tags")] == [5, 1, 1, 1]
    assert row_ids_are_unique(settings, "intercom")


def test_the_version_is_named_because_older_ones_use_other_words(workspace: Workspace, settings: Settings) -> None:
    workspace.conversations = [conversation(1, START, **fin("escalated"))]
    load(settings, "conversations")
    assert {headers["intercom-version"] for _, _, _, headers in workspace.asked} == {"2.16"}
    assert records(settings, "conversations")[0]["ai_agent"]["resolution_state"] == "escalated"


def test_how_fins_part_ended_is_asked_of_the_conversation_itself_where_the_search_does_not_tell(
    workspace: Workspace, settings: Settings
) -> None:
    ended = {n: "escalated" if n % 2 else "assumed_resolution" for n in range(1, 7)}
    workspace.conversations = [conversation(n, START + n, **fin(state)) for n, state in ended.items()]
    workspace.conversations += [conversation(9, START, **fin(None)), conversation(12, START)]
    load(settings, "conversations")
    told = {c["id"]: (c.get("ai_agent") or {}).get("resolution_state") for c in records(settings, "conversations")}
    assert told == {str(n): state for n, state in ended.items()} | {"9": None, "12": None}
    alone = {path.rsplit("/", 1)[1] for method, path, _, _ in workspace.asked if method == "GET"}
    # Of every third a search is silent; where Fin had no part there is nothing to ask for.
    assert alone == {"3", "6", "9"}


def test_a_changed_conversation_sends_all_its_parts_and_only_the_new_ones_are_stored(
    workspace: Workspace, settings: Settings
) -> None:
    load(settings)
    workspace.conversations[2] = conversation(3, START + 2 * DAY)
    # Written long before the conversation last changed: a window over the parts' own times would miss it.
    workspace.parts.append(part(39, 3, START + 170))
    summary = {c.resource: c for c in load(settings).resources}
    assert (summary["conversations"].appended, summary["conversation_parts"].appended) == (1, 1)
    assert "39" in [p["id"] for p in records(settings, "conversation_parts")]


def test_parts_beyond_the_newest_500_stay_from_earlier_loads_and_what_never_came_is_named(
    workspace: Workspace, settings: Settings
) -> None:
    workspace.conversations = [conversation(1, START)]
    workspace.parts = [part(1000 + n, 1) for n in range(400)]
    load(settings)
    workspace.conversations = [conversation(1, START + DAY)]
    workspace.parts = [part(1000 + n, 1) for n in range(950)]
    summary = {c.resource: c for c in load(settings).resources}["conversation_parts"]
    assert (summary.appended, summary.quarantined) == (500, 1)
    assert len(records(settings, "conversation_parts")) == 900
    (why,) = records(settings, "quarantine")
    assert json.loads(why["raw_text"]) == {"id": "1", "parts": 950, "parts_sent": 500}


def test_the_time_to_come_back_is_read_from_the_rate_limits_reset(workspace: Workspace, settings: Settings) -> None:
    workspace.most = 4
    load(settings, "conversations", "conversation_parts")
    refused = [headers for _, _, status, headers in workspace.asked if status == 429]
    assert refused
    assert all("answer:x-ratelimit-reset" in headers and "answer:retry-after" not in headers for headers in refused)
    assert len(records(settings, "conversation_parts")) == len(workspace.parts)


def test_contacts_are_searched_by_days_and_a_change_of_the_same_day_is_found(
    workspace: Workspace, settings: Settings
) -> None:
    workspace.contacts = [contact(1, START + 5), contact(2, START + 8 * 3600)]
    load(settings, "contacts")
    workspace.contacts.append(contact(3, START + 9 * 3600))
    assert load(settings, "contacts").appended == 1
    assert [c["id"] for c in records(settings, "contacts")] == ["66c1", "66c2", "66c3"]


def test_pages_end_whether_next_is_missing_null_or_an_address(workspace: Workspace, settings: Settings) -> None:
    workspace.deleted = [{"id": str(n), "metrics_retained": False, "deleted_at": START} for n in range(20, 27)]
    load(settings)
    stored = versions(settings, "intercom")
    assert [len(stored[name]) for name in ("conversations", "contacts", "deleted_conversations")] == [7, 5, 7]


def test_the_one_scroll_of_companies_is_waited_for_and_begun_again_when_it_died(
    workspace: Workspace, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.sources.intercom.paging.SCROLL_REST_SECONDS", 0.2)
    workspace.companies = [{"type": "company", "id": f"66aa{n}"} for n in range(250)]
    # An interrupted load has left its scroll behind.
    assert workspace.scroll.begin()
    load(settings, "companies")
    assert len(records(settings, "companies")) == 250
    assert 400 in [status for _, _, status, _ in workspace.asked]
    workspace.scroll.idle = 0.0
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.sources.intercom.paging.SCROLL_PATIENCE_SECONDS", 0.5)
        with pytest.raises(HavenError, match="its one scroll is in use or dies on the way"):
            load(settings, "companies")
    workspace.scroll.idle = 5.0
    assert load(settings, "companies").appended == 0


def test_a_conversation_deleted_while_it_is_read_stops_nothing(workspace: Workspace, settings: Settings) -> None:
    workspace.gone = {"4"}
    load(settings)
    assert {p["conversation_id"] for p in records(settings, "conversation_parts")} == {"1", "2", "3", "5", "6", "7"}
    assert [status for _, path, status, _ in workspace.asked if path.endswith("/4")] == [404]


def test_a_late_rating_and_a_resolution_taken_back_are_new_versions(workspace: Workspace, settings: Settings) -> None:
    workspace.conversations = [conversation(1, START, **fin("assumed_resolution"))]
    load(settings)
    workspace.conversations = [conversation(1, START + 9 * DAY, **fin("escalated"))]
    load(settings)
    told = [c["ai_agent"]["resolution_state"] for c in records(settings, "conversations")]
    assert told == ["assumed_resolution", "escalated"]


def test_a_redacted_part_is_a_new_version_of_it(workspace: Workspace, settings: Settings) -> None:
    load(settings)
    workspace.parts[0] = part(10, 1, START + 60, body="This message was deleted", redacted=True)
    workspace.conversations[0] = conversation(1, START + DAY)
    assert load(settings, "conversation_parts").appended == 1
    assert records(settings, "conversation_parts")[-1]["redacted"] is True


def test_words_that_were_taken_back_are_in_no_version_of_a_part_or_of_its_conversation(
    workspace: Workspace, settings: Settings
) -> None:
    secret = "My card is 4111 1111 1111 1111"
    opening = {"type": "conversation", "body": secret, "subject": "Card", "redacted": False}
    workspace.parts[0] |= {"body": secret}
    workspace.parts[3] |= {"body": secret}
    workspace.conversations[0] |= {"source": opening}
    load(settings)
    workspace.parts[0] |= {"body": "This message was deleted", "redacted": True}
    gone = opening | {"body": "This message was deleted", "redacted": True}
    workspace.conversations[0] = conversation(1, START + DAY, source=gone)
    load(settings)
    # Two versions of the part and of the conversation, the vendor's notice being covered with the rest.
    assert redact_again(settings, ["intercom"]) == 4
    parts = [p for p in records(settings, "conversation_parts") if p["id"] in (workspace.parts[0]["id"], "20")]
    assert [p["body"] for p in parts if p["id"] != "20"] == ["▇" * len(secret), "▇" * len("This message was deleted")]
    # The same words in a part that nobody took back are somebody else's.
    assert [p["body"] for p in parts if p["id"] == "20"] == [secret]
    held = [c["source"] for c in records(settings, "conversations") if c["id"] == "1"]
    assert [(one["body"], one["subject"]) for one in held] == [
        ("▇" * len(secret), "▇▇▇▇"),
        ("▇" * len("This message was deleted"), "▇▇▇▇"),
    ]
    assert load(settings).appended == redact_again(settings, ["intercom"]) == 0


def test_conversations_of_the_boundary_second_are_asked_for_again(workspace: Workspace, settings: Settings) -> None:
    load(settings, "conversations")
    workspace.conversations.append(conversation(99, START + 60 * 7))
    assert load(settings, "conversations").appended == 1


def test_a_load_without_news_asks_a_bounded_number_of_times_and_adds_nothing(
    workspace: Workspace, settings: Settings
) -> None:
    workspace.conversations = [conversation(n, START + 3600 * n) for n in range(1, 40)]
    workspace.parts = [part(10 * n, n) for n in range(1, 40)]
    workspace.contacts = [contact(n, START + DAY * n) for n in range(1, 40)]
    load(settings)
    workspace.asked.clear()
    assert load(settings).appended == 0
    # One for each of the nine resources, one for the newest conversation itself, one for more contacts.
    assert len(workspace.asked) <= 11


def test_wrong_credentials_name_their_setting_and_store_nothing(
    workspace: Workspace, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCES__INTERCOM__ACCESS_TOKEN", "wr0ng")
    with pytest.raises(HavenError, match="SOURCES__INTERCOM__ACCESS_TOKEN") as caught:
        load(settings)
    assert "wr0ng" not in str(caught.value)
    assert not any(versions(settings, "intercom").values())


SCORECARD = {
    "scorecard_id": "67",
    "scorecard_type": "human",
    "score": 0.85,
    "evaluated_at": START,
    "reviewed_teammate": {"type": "admin", "admin_id": "8801"},
    "evaluators": [],
}


def test_scorecards_come_with_the_conversation_because_they_are_asked_for(
    workspace: Workspace, settings: Settings
) -> None:
    workspace.conversations = [conversation(1, START, scorecards=[SCORECARD]), conversation(2, START)]
    load(settings)
    stored = {c["id"]: c.get("scorecards") for c in records(settings, "conversations")}
    assert stored == {"1": [SCORECARD], "2": None}
    # Filled in later: the conversation has changed and is told anew, its parts are not.
    workspace.conversations[1] = conversation(2, START + DAY, scorecards=[SCORECARD])
    summary = {c.resource: c.appended for c in load(settings).resources}
    assert (summary["conversations"], summary["conversation_parts"]) == (1, 0)
    assert records(settings, "conversations")[-1]["scorecards"] == [SCORECARD]
