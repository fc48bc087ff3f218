import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import HavenError
from pipelines.forgetting import forget, forget_again
from pipelines.forgetting.words import redact_text
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
    put(house, "raw_zendesk.deleted_tickets", {"70": {"id": 70, "subject": "My parcel", "previous_state": "open"}})
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
    assert forget(house, "zendesk:7") == 7
    assert records(house, "raw_zendesk.users")["7"] == {"id": 7, "name": None, "email": None, "role": "end-user"}
    deleted = {"id": 70, "subject": "[forgotten]", "previous_state": "open"}
    assert records(house, "raw_zendesk.deleted_tickets")["70"] == deleted
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


def test_a_contact_of_freshdesk_is_forgotten_with_the_first_words_and_all_others(tmp_path: Path) -> None:
    house = tiny_house.settings(tmp_path)
    put = tiny_house.append
    contact = {"id": 6001, "name": "Ada L", "email": EMAIL, "unique_external_id": "u1", "created_at": "2024-01-01"}
    put(house, "raw_freshdesk.contacts", {"6001": contact, "6002": contact | {"id": 6002, "email": "bob@example.com"}})
    for number, who in ((20042, 6001), (20043, 6002)):
        told = {"id": number, "requester_id": who, "subject": "Parcel", "description_text": "I am Ada", "status": 4}
        put(house, "raw_freshdesk.tickets", {str(number): told})
        said = {"id": number + 1000, "ticket_id": number, "body_text": "Thanks, Ada", "incoming": True}
        put(house, "raw_freshdesk.conversations", {str(number + 1000): said})
        rated = {"id": number, "ticket_id": number, "feedback": "Quick", "ratings": {"default_question": 103}}
        put(house, "raw_freshdesk.satisfaction_ratings", {str(number): rated})
    forget(house, "freshdesk:6001")
    gone = {"name": None, "email": None, "unique_external_id": None}
    assert records(house, "raw_freshdesk.contacts")["6001"] == contact | gone
    tickets, said, rated = (
        records(house, f"raw_freshdesk.{table}") for table in ("tickets", "conversations", "satisfaction_ratings")
    )
    assert (tickets["20042"]["description_text"], tickets["20042"]["status"]) == ("[forgotten]", 4)
    assert (said["21042"]["body_text"], said["21042"]["incoming"]) == ("[forgotten]", True)
    assert (rated["20042"]["feedback"], rated["20042"]["ratings"]) == ("[forgotten]", {"default_question": 103})
    kept = (tickets["20043"]["description_text"], said["21043"]["body_text"], rated["20043"]["feedback"])
    assert kept == ("I am Ada", "Thanks, Ada", "Quick")


def test_a_contact_of_intercom_is_forgotten_with_every_part_and_the_counts_stay(tmp_path: Path) -> None:
    house = tiny_house.settings(tmp_path)
    put = tiny_house.append
    contact = {"type": "contact", "id": "66c1", "name": "Ada L", "email": EMAIL}
    put(house, "raw_intercom.contacts", {"66c1": contact, "66c2": contact | {"id": "66c2", "email": "bob@example.com"}})
    author = {"type": "user", "id": "66c1", "name": "Ada L", "email": EMAIL}
    for number, who in (("7", "66c1"), ("8", "66c2")):
        head = {"id": number, "title": "My parcel", "contacts": {"contacts": [{"id": who}]}, "state": "closed"}
        judged = {"evaluators": [{"evaluator_id": "5", "result": {"value": "pass", "reasoning": "Ada was helped."}}]}
        head |= {"conversation_rating": {"rating": 4, "remark": "ok"}, "scorecards": [judged]}
        put(house, "raw_intercom.conversations", {number: head})
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
    assert head["scorecards"][0]["evaluators"][0]["result"] == {"value": "pass", "reasoning": "[forgotten]"}
    part = records(house, "raw_intercom.conversation_parts")["71"]
    assert (part["body"], part["part_type"]) == ("[forgotten]", "comment")
    assert part["author"] == {"type": "user", "id": "66c1", "name": None, "email": None}
    assert records(house, "raw_intercom.conversations")["8"]["title"] == "My parcel"
    assert records(house, "raw_intercom.conversation_parts")["81"]["body"] == "I am Ada"


def test_a_customer_of_gorgias_is_forgotten_in_tickets_messages_and_surveys_and_the_counts_stay(tmp_path: Path) -> None:
    house = tiny_house.settings(tmp_path)
    put = tiny_house.append
    person = {"id": 3924, "email": EMAIL, "name": "Ada L", "firstname": "Ada", "lastname": "L"}
    other = {"id": 3925, "email": "bob@example.com", "name": "Bob", "firstname": "Bob", "lastname": "B"}
    put(house, "raw_gorgias.customers", {"3924": person, "3925": other})
    for number, who in ((7, person), (8, other)):
        ticket = {"id": number, "subject": "My parcel", "customer": who, "status": "closed", "messages_count": 1}
        said = {"id": number * 10, "ticket_id": number, "body_text": "I am here", "stripped_text": "I am here"}
        survey = {"id": number * 100, "ticket_id": number, "customer_id": who["id"], "score": 4, "body_text": "Thanks"}
        put(house, "raw_gorgias.tickets", {str(number): ticket})
        put(house, "raw_gorgias.messages", {str(number * 10): said})
        put(house, "raw_gorgias.satisfaction_surveys", {str(number * 100): survey})
    forget(house, "gorgias:3924")
    nobody = {"id": 3924, "email": None, "name": None, "firstname": None, "lastname": None}
    assert records(house, "raw_gorgias.customers") == {"3924": nobody, "3925": other}
    ticket = records(house, "raw_gorgias.tickets")["7"]
    assert (ticket["subject"], ticket["customer"], ticket["messages_count"]) == ("[forgotten]", nobody, 1)
    assert records(house, "raw_gorgias.messages")["70"] == {
        "id": 70,
        "ticket_id": 7,
        "body_text": "[forgotten]",
        "stripped_text": "[forgotten]",
    }
    survey = records(house, "raw_gorgias.satisfaction_surveys")["700"]
    assert (survey["score"], survey["body_text"]) == (4, "[forgotten]")
    assert records(house, "raw_gorgias.messages")["80"]["body_text"] == "I am here"


SAID = {
    "conversation_id": "c1",
    "chat_transcript": ["User: I am Ada"],
    "messages": [{"role": "USER", "text": "I am Ada"}],
}


@pytest.mark.parametrize(
    ("table", "record", "words"),
    [
        ("raw_decagon.conversations", SAID | {"user_id": "u1", "metadata": {"email": EMAIL}}, "messages"),
        # Forethought knows its customers by their tickets alone.
        ("raw_forethought.conversations", SAID | {"helpdesk_ticket_id": "70"}, "chat_transcript"),
        (
            "raw_zendesk_ai_agents.conversations",
            {"id": "b:c1", "conversation_id": "c1", "platform_conversation_id": "70", "conversation_data": "I am Ada"},
            "conversation_data",
        ),
    ],
)
def test_what_was_said_to_an_ai_is_forgotten_wherever_that_says_whose_it_was(
    house: Settings, table: str, record: dict[str, Any], words: str
) -> None:
    other = {"conversation_id": "c2", "user_id": "u2", "metadata": {"email": "bob@example.com"}}
    elsewhere = {"id": "b:c2", "helpdesk_ticket_id": "80", "platform_conversation_id": "80"}
    tiny_house.append(house, table, {"c1": record, "c2": record | other | elsewhere})
    forget(house, "zendesk:7")
    kept = records(house, table)
    assert "Ada" not in json.dumps(kept["c1"]) and EMAIL not in json.dumps(kept["c1"])
    assert kept["c1"][words] != record[words] and kept["c1"]["conversation_id"] == "c1"
    assert kept["c2"][words] == record[words]


def test_what_a_review_quotes_is_forgotten_by_the_conversation_it_names_whoever_numbered_that(house: Settings) -> None:
    tiny_house.append(house, "raw_ada.conversations", {"a1": {"_id": "a1", "metavariables": {"email": EMAIL}}})
    quoted = {"question_id": "41", "option": "Good", "points": "3", "file_columns": {"why": "Ada said: call me"}}
    reviews = {
        "hers": {"ticket_id": "70", "helpdesk": None},
        "hers_in_chat": {"ticket_id": "a1", "helpdesk": "Ada"},
        "of_another_desk": {"ticket_id": "70", "helpdesk": "kustomer"},
        "of_another": {"ticket_id": "80", "helpdesk": "zendesk"},
    }
    kinds = ("individual_answers", "total_scores")
    for kind in kinds:
        tiny_house.append(house, f"raw_maestroqa.{kind}", {key: quoted | row for key, row in reviews.items()})
    forget(house, "zendesk:7")
    for kind in kinds:
        kept = records(house, f"raw_maestroqa.{kind}")
        assert kept["hers"] == quoted | reviews["hers"] | {"file_columns": "[forgotten]"}
        assert kept["hers_in_chat"]["file_columns"] == "[forgotten]"
        assert kept["of_another"] == quoted | reviews["of_another"]


def test_a_session_that_names_an_address_within_a_text_is_forgotten_with_its_messages(house: Settings) -> None:
    for number, email in (("1", EMAIL), ("2", "bob@example.com")):
        session = {"ssot__Id__c": f"s{number}", "ssot__VariableText__c": f"{{&quot;email&quot;:&quot;{email}&quot;}}"}
        message = {"ssot__Id__c": f"m{number}", "ssot__AiAgentSessionId__c": f"s{number}", "ssot__ContentText__c": "Hi"}
        tiny_house.append(house, "raw_agentforce.sessions", {f"s{number}": session})
        tiny_house.append(house, "raw_agentforce.messages", {f"m{number}": message})
    forget(house, "zendesk:7")
    assert records(house, "raw_agentforce.sessions")["s1"]["ssot__VariableText__c"] == "[forgotten]"
    said = {key: row["ssot__ContentText__c"] for key, row in records(house, "raw_agentforce.messages").items()}
    assert said == {"m1": "[forgotten]", "m2": "Hi"}


def test_whoever_is_named_within_the_variables_of_a_session_is_found_in_their_other_sessions(house: Settings) -> None:
    named = {"1": "eve@example.com", "2": "eve@example.com", "3": "bob@example.com"}
    for number, email in named.items():
        session = {"id": f"b:{number}", "conversation_id": number, "conversation_data": json.dumps({"email": email})}
        tiny_house.append(house, "raw_zendesk_ai_agents.conversations", {f"b:{number}": session})
    forget(house, "zendesk_ai_agents:b:1")
    kept = {key: row["conversation_data"] for key, row in records(house, "raw_zendesk_ai_agents.conversations").items()}
    assert kept == {
        "b:1": "[forgotten]",
        "b:2": "[forgotten]",
        "b:3": json.dumps({"email": "bob@example.com"}),
    }


VCON = {
    "uuid": "v1",
    "customer": 0,
    "parties": [
        {"uuid": "p1", "role": "customer", "type": "person", "name": "Ada L", "mailto": EMAIL, "tel": "tel:+493012345"},
        {"type": "bot", "role": "agent", "name": "refund-agent"},
        {"type": "person", "role": "agent", "name": "Mira", "mailto": "mira@example.com"},
        {"type": "person", "role": None, "name": "Ada's sister", "mailto": "sister@example.com"},
    ],
    "dialog": [{"type": "text", "start": "2026-06-10T08:00:00Z", "originator": 0, "body": "I am Ada"}],
    "analysis": [{"type": "report", "vendor": "V", "verdict": {"label": "deflected", "kind": "assumed"}}],
}


def with_vcons(house: Settings) -> None:
    bob = {"uuid": "p2", "role": "customer", "mailto": "bob@example.com"}
    # The same person without an address, and somebody else whom the same agent served.
    later = VCON | {"uuid": "v2", "parties": [{"uuid": "p1", "role": "customer"}, *VCON["parties"][1:]]}
    other = VCON | {"uuid": "v3", "parties": [bob, *VCON["parties"][1:]]}
    alone = VCON | {"uuid": "v4", "parties": [{"role": "customer"}, *VCON["parties"][1:]]}
    tiny_house.append(house, "raw_vcon.vcons", {"v1": VCON, "v2": later, "v3": other, "v4": alone})


@pytest.mark.parametrize("asked", ["zendesk:7", "vcon:p1"])
def test_a_customer_of_vcons_is_forgotten_in_each_and_who_was_at_work_is_not(house: Settings, asked: str) -> None:
    with_vcons(house)
    forget(house, asked)
    kept = records(house, "raw_vcon.vcons")
    gone = {"uuid": "p1", "role": "customer", "type": "person", "name": None, "mailto": None, "tel": None}
    assert kept["v1"]["parties"] == [
        gone,
        *VCON["parties"][1:3],
        {"type": "person", "role": None, "name": None, "mailto": None},
    ]
    assert [kept[key]["dialog"][0]["body"] for key in ("v1", "v2")] == ["[forgotten]", "[forgotten]"]
    assert (kept["v1"]["dialog"][0]["start"], kept["v1"]["analysis"]) == ("2026-06-10T08:00:00Z", VCON["analysis"])
    assert [kept[key]["dialog"] for key in ("v3", "v4")] == [VCON["dialog"]] * 2
    assert records(house, "raw_zendesk.users")["7"]["email"] is None
    assert records(house, "raw_zendesk.users")["8"]["name"] == "Bob"


def test_a_customer_of_one_vcon_alone_is_forgotten_there(house: Settings) -> None:
    with_vcons(house)
    assert forget(house, "vcon:v4") == 1
    said = {key: record["dialog"][0]["body"] for key, record in records(house, "raw_vcon.vcons").items()}
    assert said == {"v1": "I am Ada", "v2": "I am Ada", "v3": "I am Ada", "v4": "[forgotten]"}
