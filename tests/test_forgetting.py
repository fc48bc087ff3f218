import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import HavenError
from pipelines.forgetting import forget, forget_again, redact_text
from pipelines.settings import Settings
from tests import tiny_house

EMAIL = "ada.l@example.com"


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    house = tiny_house.settings(tmp_path)
    put = tiny_house.append
    put(house, "raw_zendesk.users", {"7": {"id": 7, "name": "Ada L", "email": EMAIL, "role": "end-user"}})
    put(house, "raw_zendesk.users", {"8": {"id": 8, "name": "Bob", "email": "bob@example.com", "role": "end-user"}})
    put(house, "raw_zendesk.tickets", {"70": {"id": 70, "requester_id": 7, "subject": "My parcel", "status": "solved"}})
    put(house, "raw_zendesk.tickets", {"80": {"id": 80, "requester_id": 8, "subject": "Bob's parcel"}})
    put(house, "raw_zendesk.ticket_events", {"701": {"id": 701, "ticket_id": 70, "body": "I am Ada", "created_at": 5}})
    put(house, "raw_ada.conversations", {"c1": {"_id": "c1", "metavariables": {"email": EMAIL}, "platform": "chat"}})
    put(house, "raw_ada.messages", {"m1": {"conversation_id": "c1", "message_data": {"type": "text", "body": "hello"}}})
    put(house, "raw_ada.messages", {"m2": {"conversation_id": "c2", "message_data": {"type": "text", "body": "Bob"}}})
    put(house, "raw_drop.customers", {"zendesk:7": {"customer_id": "zendesk:7", "identity_hash": "h7", "plan": "gold"}})
    put(house, "raw_drop.ops_events", {"7": {"ops_event_id": "7", "kind": "outage"}})
    return house


def records(house: Settings, table: str) -> dict[str, Any]:
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        rows = connection.execute(f"select record_key, record from {table} order by 1").fetchall()
    return {key: json.loads(text) for key, text in rows}


def test_identity_and_words_go_and_what_counts_stays(house: Settings) -> None:
    assert forget(house, "zendesk:7") == 6
    assert records(house, "raw_zendesk.users")["7"] == {"id": 7, "name": None, "email": None, "role": "end-user"}
    ticket = {"id": 70, "requester_id": 7, "subject": "[forgotten]", "status": "solved"}
    assert records(house, "raw_zendesk.tickets")["70"] == ticket
    assert records(house, "raw_zendesk.ticket_events")["701"]["body"] == "[forgotten]"
    assert records(house, "raw_drop.customers")["zendesk:7"]["identity_hash"] is None


def test_conversations_with_the_ai_vendor_are_found_by_the_address(house: Settings) -> None:
    forget(house, "zendesk:7")
    assert records(house, "raw_ada.conversations")["c1"]["metavariables"]["email"] is None
    assert records(house, "raw_ada.messages")["m1"]["message_data"] == {"type": "text", "body": "[forgotten]"}


def test_nobody_else_is_touched(house: Settings) -> None:
    forget(house, "zendesk:7")
    assert records(house, "raw_zendesk.users")["8"]["name"] == "Bob"
    assert records(house, "raw_zendesk.tickets")["80"]["subject"] == "Bob's parcel"
    assert records(house, "raw_ada.messages")["m2"]["message_data"]["body"] == "Bob"
    assert records(house, "raw_drop.ops_events")["7"] == {"ops_event_id": "7", "kind": "outage"}


def test_no_byte_of_the_address_is_left_in_the_file(house: Settings) -> None:
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute("checkpoint")
    assert EMAIL.encode() in house.warehouse.read_bytes()
    forget(house, "zendesk:7")
    assert EMAIL.encode() not in house.warehouse.read_bytes()
    assert not house.warehouse.with_suffix(".new").exists()


def test_the_loader_still_knows_the_record_it_has_already(house: Settings) -> None:
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        before = connection.execute("select record_hash from raw_zendesk.users where record_key = '7'").fetchall()
    forget(house, "zendesk:7")
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        after = connection.execute("select record_hash from raw_zendesk.users where record_key = '7'").fetchall()
        (constraint,) = connection.execute(
            "select is_nullable from duckdb_columns() where schema_name = 'raw_zendesk' and table_name = 'users' "
            "and column_name = 'record_key'"
        ).fetchone() or (None,)
    assert after == before
    assert constraint is False


def test_a_version_that_a_later_load_brings_is_forgotten_too(house: Settings) -> None:
    forget(house, "zendesk:7")
    changed = {"7": {"id": 7, "name": "Ada L", "email": EMAIL, "role": "end-user", "tags": ["x"]}}
    tiny_house.append(house, "raw_zendesk.users", changed, tiny_house.KNOWN_AT + timedelta(days=1))
    assert forget_again(house) == 1
    assert EMAIL.encode() not in house.warehouse.read_bytes()


def test_an_unknown_customer_is_refused(house: Settings) -> None:
    with pytest.raises(HavenError, match="no raw record belongs to the customer zendesk:999"):
        forget(house, "zendesk:999")


def test_text_that_carries_the_address_is_forgotten_wherever_it_stands() -> None:
    record = json.dumps({"status": f"mail {EMAIL}", "count": 3, "list": [EMAIL, "other"]})
    assert json.loads(redact_text(record, {EMAIL})) == {
        "status": "[forgotten]",
        "count": 3,
        "list": ["[forgotten]", "other"],
    }


def test_a_record_that_is_no_json_is_forgotten_whole() -> None:
    assert redact_text(f"{{broken {EMAIL}", {EMAIL}) == '"[forgotten]"'


def test_a_contact_of_intercom_is_forgotten_with_every_part_and_the_counts_stay(tmp_path: Path) -> None:
    house = tiny_house.settings(tmp_path)
    put = tiny_house.append
    contact = {"type": "contact", "id": "66c1", "name": "Ada L", "email": EMAIL}
    put(house, "raw_intercom.contacts", {"66c1": contact, "66c2": contact | {"id": "66c2", "email": "bob@example.com"}})
    author = {"type": "user", "id": "66c1", "name": "Ada L", "email": EMAIL}
    for number, who in (("7", "66c1"), ("8", "66c2")):
        head = {"id": number, "title": "My parcel", "contacts": {"contacts": [{"id": who}]}, "state": "closed"}
        put(
            house, "raw_intercom.conversations", {number: head | {"conversation_rating": {"rating": 4, "remark": "ok"}}}
        )
        said = {"id": f"{number}1", "conversation_id": number, "body": "I am Ada", "part_type": "comment"}
        put(
            house,
            "raw_intercom.conversation_parts",
            {f"{number}1": said | ({"author": author} if who == "66c1" else {})},
        )
    forget(house, "intercom:66c1")
    assert records(house, "raw_intercom.contacts")["66c1"] == contact | {"name": None, "email": None}
    head = records(house, "raw_intercom.conversations")["7"]
    assert (head["title"], head["state"]) == ("[forgotten]", "closed")
    assert head["conversation_rating"] == {"rating": 4, "remark": "[forgotten]"}
    part = records(house, "raw_intercom.conversation_parts")["71"]
    assert (part["body"], part["part_type"]) == ("[forgotten]", "comment")
    assert part["author"] == {"type": "user", "id": "66c1", "name": None, "email": None}
    assert records(house, "raw_intercom.conversations")["8"]["title"] == "My parcel"
    assert records(house, "raw_intercom.conversation_parts")["81"]["body"] == "I am Ada"
