"""A raw table without one person's data."""

from __future__ import annotations

import duckdb

from pipelines.forgetting.finding import NAMING, Person, holds_one_of, numbers
from pipelines.forgetting.owners import DEFAULT_OWNERS, OWNERS
from pipelines.forgetting.words import redact_text
from pipelines.warehouse import BOOKKEEPING_TABLES, quoted


def redact_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str, person: Person) -> int:
    people, conversations = OWNERS.get(f"{schema}.{table}", DEFAULT_OWNERS)
    prefix = schema.removeprefix("raw_") + ":"
    native = {
        name.removeprefix(prefix) for name in person.native_ids if name.startswith(prefix) or schema == "raw_drop"
    }
    tests = [holds_one_of("$people", path) for path in people]
    tests += [holds_one_of("$conversations", path) for path in conversations]
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
    return numbers(person, prefix)
