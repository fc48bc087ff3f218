"""Forgetting a customer: their identity and their words leave the warehouse, the counts stay.

Every stored version of every raw record that belongs to the customer is rewritten without personal data: identity
fields become null, free text becomes `[forgotten]`, ids, times, states and numbers stay, so that facts remain countable
but nobody can be found in them. `record_hash` stays that of the original, so that the next load takes the source's own
copy for one it already has; the request is kept (by id only) and carried out again after every load, in case the source
still has the customer and changes the record. Afterwards the file is written anew, because DuckDB leaves deleted bytes
in free blocks, and dlt's finished packages and the quarantined files are removed.

The source itself must forget the customer too: Haven cannot reach it.
"""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.building.record import forget_builds, utc_now
from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.warehouse import BOOKKEEPING_TABLES, connect, quoted, raw_schemas, raw_tables, tables

FORGOTTEN = "[forgotten]"
# Who somebody is: null, because one shared word would make one customer of all who were forgotten.
IDENTITY = frozenset(
    {
        "name",
        "display_name",
        "first_name",
        "last_name",
        "firstname",
        "lastname",
        "full_name",
        "username",
        "alias",
        "signature",
        "chatter_name",
    }
    | {"email", "email_address", "email_hash", "identity_hash", "person_hash", "external_id", "twitter_screen_name"}
    | {"phone", "phone_number", "mobile", "address", "ip", "ip_address", "avatar_url", "photo", "location"}
    | {"from_email", "twitter_id", "unique_external_id"}
    | {"mailto", "tel", "sip", "did"}
)
# What somebody said.
WORDS = frozenset(
    {"subject", "raw_subject", "description", "body", "html_body", "plain_body", "rendered_body", "text", "raw_text"}
    | {"message", "content", "comment", "notes", "details", "transcript", "reason", "feedback", "open_ended", "answer"}
    | {"summary", "query", "title", "remark", "rating_remark", "body_text", "description_text", "stripped_text"}
    | {"reasoning", "other_text"}
    | {"chat_transcript", "last_executed_intent_user_query", "csat_feedback"}
    | {"ssot__contenttext__c", "ssot__variabletext__c", "conversation_data"}
)
# A file's columns whose headers nobody published: any of them may hold words.
UNREAD = "file_columns"
NAMING = "len(list_filter(${}, mark -> contains(record, mark))) > 0"
KEPT_SCHEMAS = ("raw_", "quality")  # everything else is rebuilt from these


@dataclass
class Person:
    """What is known of the customer while their records are being found; never stored."""

    native_ids: set[str] = field(default_factory=set)
    conversation_ids: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)  # e-mail addresses, hashes, phone numbers, names


# How a record of each resource says whose it is: paths to a person, and paths to a conversation.
OWNERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "raw_zendesk.users": (("id",), ()),
    "raw_zendesk.tickets": (("requester_id",), ("id",)),
    "raw_zendesk.ticket_events": ((), ("ticket_id",)),
    "raw_zendesk.deleted_tickets": ((), ("id",)),
    "raw_zendesk.ticket_metric_events": ((), ("ticket_id",)),
    "raw_zendesk.satisfaction_ratings": (("requester_id",), ("ticket_id",)),
    "raw_zendesk.survey_responses": (("responder_id", "requester_id"), ("ticket_id",)),
    "raw_ada.conversations": (("chatter_id", "metavariables.email", "variables.email"), ("_id", "id")),
    "raw_ada.messages": ((), ("conversation_id",)),
    "raw_decagon.conversations": (("user_id", "metadata.email"), ("conversation_id",)),
    "raw_forethought.conversations": ((), ("conversation_id",)),
    "raw_zendesk_ai_agents.conversations": (("id",), ("id",)),
    "raw_agentforce.sessions": (("ssot__IndividualId__c",), ("ssot__Id__c",)),
    "raw_agentforce.messages": ((), ("ssot__AiAgentSessionId__c",)),
    "raw_intercom.contacts": (("id",), ()),
    "raw_intercom.conversations": (("contacts.contacts[0].id", "source.author.id"), ("id",)),
    "raw_intercom.conversation_parts": ((), ("conversation_id",)),
    "raw_gorgias.customers": (("id",), ()),
    "raw_gorgias.tickets": (("customer.id", "requester.id"), ("id",)),
    "raw_gorgias.messages": ((), ("ticket_id",)),
    "raw_gorgias.ticket_custom_fields": ((), ("ticket_id",)),
    "raw_gorgias.satisfaction_surveys": (("customer_id",), ("ticket_id",)),
    "raw_freshdesk.contacts": (("id",), ()),
    "raw_freshdesk.tickets": (("requester_id",), ("id",)),
    "raw_freshdesk.conversations": ((), ("ticket_id",)),
    "raw_freshdesk.satisfaction_ratings": (("user_id",), ("ticket_id",)),
    "raw_maestroqa.individual_answers": ((), ("ticket_id",)),
    "raw_maestroqa.section_scores": ((), ("ticket_id",)),
    "raw_maestroqa.total_scores": ((), ("ticket_id",)),
    "raw_vcon.vcons": (("uuid", "parties[*].uuid"), ("uuid",)),
    "raw_drop.customers": (("customer_id", "identity_hash"), ()),
    "raw_drop.conversations": (("customer_id",), ("conversation_id",)),
    "raw_drop.customer_value_events": (("customer_id",), ("conversation_id",)),
}
# Where only its ticket says whose a conversation is: the path to the ticket's number.
TICKETS = {
    "raw_forethought.conversations": "helpdesk_ticket_id",
    "raw_zendesk_ai_agents.conversations": "platform_conversation_id",
    "raw_maestroqa.individual_answers": "ticket_id",
    "raw_maestroqa.section_scores": "ticket_id",
    "raw_maestroqa.total_scores": "ticket_id",
}
# Whose number that is, where the record's `helpdesk` does not say it, as in the macro `helpdesk_of_tickets`: the first
# of these that is set up, else Zendesk.
HELPDESKS = ("freshdesk", "gorgias", "intercom")
OF_ZENDESK = frozenset({"raw_zendesk_ai_agents.conversations"})
# Where an address stands within a text that is JSON itself: the path to that text.
NAMED_WITHIN = {
    "raw_agentforce.sessions": "ssot__VariableText__c",
    "raw_zendesk_ai_agents.conversations": "conversation_data",
}
# Where an address stands among those of others, and no path leads to it.
AMONG_OTHERS = frozenset({"raw_vcon.vcons"})
# Who has these roles in a vCon is known by name and address alone, and stays.
AT_WORK = frozenset({"agent", "supervisor", "sme"})
DEFAULT_OWNERS = ((), ("conversation_id",))


def forget(settings: Settings, customer_id: str) -> int:
    """Remove one customer's personal data; returns how many raw records were rewritten.

    Raises:
        HavenError: no raw record belongs to this customer.
    """
    with connect(settings.warehouse) as connection:
        count = _redact_person(connection, customer_id)
        asked_before = customer_id in _requests(connection)
        if not count and not asked_before:
            raise HavenError(
                f"no raw record belongs to the customer {customer_id}",
                "Take the id from core.dim_customers, like zendesk:123.",
            )
        if not asked_before:
            connection.execute("create schema if not exists quality")
            connection.execute("create table if not exists quality.forgotten (customer_id varchar, asked_at timestamp)")
            connection.execute("insert into quality.forgotten values (?, ?)", [customer_id, utc_now()])
    write_anew(settings)
    forget_builds(settings)
    remove_copies(settings)
    return count


def forget_again(settings: Settings) -> int:
    """Carry out every earlier request once more, after a load; returns how many raw records were rewritten."""
    with connect(settings.warehouse) as connection:
        count = sum(_redact_person(connection, customer_id) for customer_id in _requests(connection))
    if count:
        write_anew(settings)
        remove_copies(settings)
    return count


def _requests(connection: duckdb.DuckDBPyConnection) -> list[str]:
    if "forgotten" not in tables(connection, "quality"):
        return []
    return [
        str(row[0]) for row in connection.execute("select customer_id from quality.forgotten order by 1").fetchall()
    ]


def _redact_person(connection: duckdb.DuckDBPyConnection, customer_id: str) -> int:
    person = find(connection, customer_id)
    return sum(
        _redact_table(connection, schema, table, person)
        for schema in raw_schemas(connection)
        for table in [
            *raw_tables(connection, schema),
            *(t for t in BOOKKEEPING_TABLES if t in tables(connection, schema)),
        ]
    )


def find(connection: duckdb.DuckDBPyConnection, customer_id: str) -> Person:
    """Follow ids, e-mail addresses and conversations from source to source until nothing new turns up."""
    source, _, native = customer_id.partition(":")
    person = Person(native_ids={customer_id} if not native else {customer_id, native})
    if not native:
        source = ""
    set_up = raw_schemas(connection)
    helpdesk = next((one for one in HELPDESKS if f"raw_{one}" in set_up), "zendesk")
    while True:
        before = len(person.native_ids) + len(person.conversation_ids) + len(person.marks)
        for name, (people, conversations) in OWNERS.items():
            schema, table = name.split(".")
            if table not in tables(connection, schema):
                continue
            # A bare number is an id only in the vendor's own tables: elsewhere it may be anybody's.
            own = schema in (f"raw_{source}", "raw_drop") or not source
            found = _owned(connection, schema, table, people, _wanted(person, own))
            if name in TICKETS:
                ticket = TICKETS[name]
                for record in _owned(connection, schema, table, (ticket,), _numbers(person)):
                    whose = "zendesk" if name in OF_ZENDESK else str(record.get("helpdesk") or helpdesk).lower()
                    found += [record] if f"{whose}:{record[ticket]}" in person.conversation_ids else []
            if name in NAMED_WITHIN or name in AMONG_OTHERS:
                found += _records(connection, schema, table, NAMING.format("values"), person.marks)
            for record in found:
                _learn(person, schema, record, people, conversations)
                if name in NAMED_WITHIN and (address := _address_within(_at(record, NAMED_WITHIN[name]))):
                    person.marks.add(address)
        if len(person.native_ids) + len(person.conversation_ids) + len(person.marks) == before:
            return person


def _numbers(person: Person, prefix: str = "") -> set[str]:
    """The conversations with a source (with any), by the source's own ids."""
    return {name.partition(":")[2] for name in person.conversation_ids if ":" in name and name.startswith(prefix)}


def _wanted(person: Person, own: bool) -> set[str]:
    return person.marks | (person.native_ids if own else {name for name in person.native_ids if ":" in name})


def _owned(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, paths: Iterable[str], values: set[str]
) -> list[dict[str, Any]]:
    if not paths:
        return []
    test = " or ".join(_holds_one_of("$values", path) for path in paths)
    return _records(connection, schema, table, test, values)


def _holds_one_of(values: str, path: str) -> str:
    """The test whether what stands at the path, or at one of its places in a list (`[*]`), is one of the values."""
    found = f"json_extract_string(record, '$.{path}')"
    return f"list_has_any({values}, {found})" if "[*]" in path else f"list_contains({values}, {found})"


def _records(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, test: str, values: set[str]
) -> list[dict[str, Any]]:
    if not values:
        return []
    rows = connection.execute(
        f"select record from {quoted(schema, table)} where {test}", {"values": sorted(values)}
    ).fetchall()
    return [json.loads(text) for (text,) in rows]


def _learn(
    person: Person, schema: str, record: dict[str, Any], people: Iterable[str], conversations: Iterable[str]
) -> None:
    prefix = schema.removeprefix("raw_")
    for path in conversations:
        if value := _at(record, path):
            person.conversation_ids |= {str(value), f"{prefix}:{value}"}
    for path in ("email", "metadata.email", "metavariables.email", "variables.email", "identity_hash", "email_hash"):
        if (value := _at(record, path)) and value != FORGOTTEN:
            person.marks |= {str(value), str(value).strip().lower()}
    for path in people:
        if (value := _at(record, path)) and "." not in path and path != "identity_hash":
            person.native_ids.add(f"{prefix}:{value}" if ":" not in str(value) else str(value))
    if schema == "raw_vcon":
        _learn_customer(person, record)


def _learn_customer(person: Person, record: dict[str, Any]) -> None:
    """From a vCon in which they are the customer, and not somebody else who was there."""
    place = record.get("customer")
    customer = record["parties"][place] if place is not None else {}
    ids = {f"vcon:{value}" for value in (record["uuid"], customer.get("uuid")) if value}
    if customer and (ids & person.native_ids or customer.get("mailto") in person.marks):
        person.native_ids |= ids
        person.marks |= {customer["mailto"]} if customer.get("mailto") else set()


def _address_within(text: Any) -> str | None:
    """The address in a text that is JSON, its quotes written as a page writes them or not."""
    try:
        told = json.loads(html.unescape(str(text)))
    except ValueError:
        return None
    address = told.get("email") if isinstance(told, dict) else None
    return str(address) if address else None


def _redact_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str, person: Person) -> int:
    people, conversations = OWNERS.get(f"{schema}.{table}", DEFAULT_OWNERS)
    prefix = schema.removeprefix("raw_") + ":"
    native = {
        name.removeprefix(prefix) for name in person.native_ids if name.startswith(prefix) or schema == "raw_drop"
    }
    tests = [_holds_one_of("$people", path) for path in people]
    tests += [_holds_one_of("$conversations", path) for path in conversations]
    if table in BOOKKEEPING_TABLES:
        tests = []
    # The marks find what no path leads to: a quarantined record, a note that names the customer.
    tests.append(NAMING.format("marks"))
    rows = connection.execute(
        f"select _row_id, record from {quoted(schema, table)} where {' or '.join(tests)}",
        {
            name: values
            for name, values in {
                "people": sorted(native | person.native_ids | person.marks),
                "conversations": sorted(_own_conversations(person, prefix, schema)),
                "marks": sorted(person.marks),
            }.items()
            if f"${name}" in " ".join(tests)
        },
    ).fetchall()
    is_vcon = f"{schema}.{table}" == "raw_vcon.vcons"
    changed = [
        (redacted, row_id)
        for row_id, text in rows
        if (redacted := redact_text(text, person.marks, keep_those_at_work=is_vcon)) != text
    ]
    if changed:
        connection.executemany(f"update {quoted(schema, table)} set record = ? where _row_id = ?", changed)
    return len(changed)


def _own_conversations(person: Person, prefix: str, schema: str) -> set[str]:
    """Conversation ids as this schema writes them: bare for their own vendor, prefixed in the standard's files."""
    if schema == "raw_drop":
        return {name for name in person.conversation_ids if ":" in name}
    return _numbers(person, prefix)


def redact_text(text: str, marks: Iterable[str], keep_those_at_work: bool = False) -> str:
    """One record without personal data. A record that is no JSON object is forgotten whole."""
    try:
        record = json.loads(text)
    except ValueError:
        return json.dumps(FORGOTTEN)
    redacted = redact(record, frozenset(marks))
    if keep_those_at_work:
        redacted["parties"] = [
            before if before.get("type") == "bot" or before.get("role") in AT_WORK else after
            for before, after in zip(record["parties"], redacted["parties"], strict=True)
        ]
    return json.dumps(redacted, ensure_ascii=False, separators=(",", ":"))


def redact(value: Any, marks: frozenset[str], key: str = "") -> Any:
    """Identity becomes null, words become `[forgotten]`, anything that carries a mark too; the rest stays."""
    if isinstance(value, dict) and key == UNREAD:
        return FORGOTTEN
    if isinstance(value, dict):
        return {name: redact(child, marks, name) for name, child in value.items()}
    if isinstance(value, list):
        return [redact(child, marks, key) for child in value]
    if not isinstance(value, str):
        return value
    if key.lower() in IDENTITY:
        return None
    if value and (key.lower() in WORDS or any(mark in value for mark in marks)):
        return FORGOTTEN
    return value


def _at(record: dict[str, Any], path: str) -> Any:
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def write_anew(settings: Settings) -> None:
    """Copy what cannot be rebuilt into a new file and put it in place: no old byte survives."""
    fresh = settings.warehouse.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with connect(fresh) as connection:
        connection.execute("attach '" + str(settings.warehouse).replace("'", "''") + "' as old (read_only)")
        rows = connection.execute(
            "select schema_name, table_name, sql from duckdb_tables() where database_name = 'old' order by 1, 2"
        ).fetchall()
        for schema, table, sql in rows:
            if schema.startswith(KEPT_SCHEMAS):
                connection.execute(f"create schema if not exists {quoted(schema)}")
                connection.execute(sql)
                source = quoted("old", schema, table)
                connection.execute(f"insert into {quoted(schema, table)} select * from {source}")
        connection.execute("detach old")
    fresh.replace(settings.warehouse)


def remove_copies(settings: Settings) -> None:
    """The packages that dlt has delivered, and quarantined files, hold raw records too."""
    for loaded in settings.dlt_dir.glob("**/load/loaded"):
        shutil.rmtree(loaded, ignore_errors=True)
    shutil.rmtree(settings.quarantine_dir, ignore_errors=True)
