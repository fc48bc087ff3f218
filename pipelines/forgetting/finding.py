"""All that the warehouse knows of one customer, followed from source to source."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.forgetting.owners import AMONG_OTHERS, HELPDESKS, NAMED_WITHIN, OF_ZENDESK, OWNERS, TICKETS
from pipelines.forgetting.words import FORGOTTEN
from pipelines.warehouse import quoted, raw_schemas, tables

# A test whether a record names somebody, by any of the marks given.
NAMING = "len(list_filter(${}, mark -> contains(record, mark))) > 0"


@dataclass
class Person:
    """What is known of the customer while their records are being found; never stored."""

    native_ids: set[str] = field(default_factory=set)
    conversation_ids: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)  # e-mail addresses, hashes, phone numbers, names


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
                for record in _owned(connection, schema, table, (ticket,), numbers(person)):
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


def numbers(person: Person, prefix: str = "") -> set[str]:
    """The conversations with a source (with any), by the source's own ids."""
    return {name.partition(":")[2] for name in person.conversation_ids if ":" in name and name.startswith(prefix)}


def _wanted(person: Person, own: bool) -> set[str]:
    return person.marks | (person.native_ids if own else {name for name in person.native_ids if ":" in name})


def _owned(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, paths: Iterable[str], values: set[str]
) -> list[dict[str, Any]]:
    if not paths:
        return []
    test = " or ".join(holds_one_of("$values", path) for path in paths)
    return _records(connection, schema, table, test, values)


def holds_one_of(values: str, path: str) -> str:
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


def _at(record: dict[str, Any], path: str) -> Any:
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value
