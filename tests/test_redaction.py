"""What the helpdesk redacted is nowhere any more, not even in versions loaded before; that it was said is counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.loading import load_source
from pipelines.redaction import redact_again
from pipelines.settings import Settings, load_settings
from pipelines.sources.times import to_iso
from tests import invented
from tests.invented import START
from tests.loading.warehouses import ask
from tests.sources.tools_world import standard
from tests.vendors import Vendors, serving

SECRET = "My card is 4111 1111 1111 1111, refund me"
TICKET = {"id": 100, "status": "open", "requester_id": 1, "description": SECRET, "created_at": to_iso(START)}
SAID = "body", "html_body", "plain_body"


def comment(number: int, text: str) -> dict[str, Any]:
    return {"id": number, "event_type": "Comment", "author_id": 1, "public": True} | dict.fromkeys(SAID, text)


def event(number: int, ticket: int, *children: dict[str, Any]) -> dict[str, Any]:
    at = START + number
    told = {"id": number, "ticket_id": ticket, "timestamp": at, "created_at": to_iso(at), "updater_id": 1}
    return told | {"child_events": list(children)}


@pytest.fixture
def helpdesk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    tickets = [TICKET | {"generated_timestamp": START}, TICKET | {"id": 101, "generated_timestamp": START + 1}]
    events = [
        event(1, 100, comment(11, SECRET)),
        event(2, 100, comment(21, "Thank you")),
        event(3, 101, comment(31, SECRET)),
    ]
    tables = invented.everything() | {"tickets": tickets, "ticket_events": events}
    with serving(Vendors(tables=tables)) as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"HAVEN_DATA_DIR": str(tmp_path)})


def messages(settings: Settings) -> dict[str, tuple[Any, ...]]:
    rows = standard(settings, "stg_zendesk__conversation_events", "zendesk")
    return {row["event_id"]: (row["event_type"], row["text_chars"]) for row in rows}


def redact(helpdesk: Vendors) -> None:
    """The first comment of ticket 100, as an agent does it: an event of its own, and the ticket shows it covered."""
    named = {"id": 41, "event_type": "CommentRedactionEvent", "comment_id": 11}
    helpdesk.tables["ticket_events"].append(event(4, 100, named))
    helpdesk.tables["tickets"][0] |= {"description": "My card is ▇▇▇▇", "generated_timestamp": START + 60}


def test_words_that_were_redacted_are_in_no_version_of_any_record(helpdesk: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings)
    helpdesk.tables["ticket_events"] = [e for e in helpdesk.tables["ticket_events"] if e["ticket_id"] == 100]
    before = messages(settings)
    redact(helpdesk)
    load_source("zendesk", settings)
    assert redact_again(settings, ["zendesk"]) == 2
    held = [
        json.loads(text)
        for table in ("tickets", "ticket_events")
        for (text,) in ask(settings, f"select record from raw_zendesk.{table}")
    ]
    of_the_ticket = [record for record in held if 100 in (record["id"], record.get("ticket_id"))]
    assert len(of_the_ticket) == 5  # two versions of the ticket, three events
    assert not [record for record in of_the_ticket if "4111" in json.dumps(record)]
    # What somebody else said in the same words is theirs, and what was not redacted stays.
    assert len([record for record in held if "4111" in json.dumps(record)]) == 2
    assert [c["body"] for r in of_the_ticket for c in r.get("child_events", []) if c["id"] == 21] == ["Thank you"]
    assert messages(settings) == before
    assert redact_again(settings, ["zendesk"]) == 0


def test_no_byte_of_redacted_words_is_left_in_the_data_folder(helpdesk: Vendors, settings: Settings) -> None:
    helpdesk.tables["tickets"].pop()
    helpdesk.tables["ticket_events"].pop()
    load_source("zendesk", settings)
    redact(helpdesk)
    load_source("zendesk", settings)
    redact_again(settings, ["zendesk"])
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert settings.warehouse in files
    assert [path for path in files if b"4111 1111" in path.read_bytes()] == []


def test_a_load_after_a_redaction_brings_nothing_back(helpdesk: Vendors, settings: Settings) -> None:
    load_source("zendesk", settings)
    redact(helpdesk)
    load_source("zendesk", settings)
    redact_again(settings, ["zendesk"])
    assert load_source("zendesk", settings).appended == 0
    assert redact_again(settings, ["zendesk"]) == 0
