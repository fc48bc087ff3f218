"""One account for people and the AI Agent: tickets with messages and events, customers, users, teams, surveys, tags."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import AI_AGENT_ID, FIRST_CONVERSATION, Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.world.threads import OPEN_FOR

# Tables that the records are told from, in the order in which they build on each other.
TABLES = (
    "inbox_parts",
    "inbox_threads",
    "inbox_people",
    "gorgias_tagged",
    "gorgias_said",
    "gorgias_asked",
    "gorgias_happened",
)
RESOURCES = (
    "tickets",
    "messages",
    "ticket_custom_fields",
    "customers",
    "events",
    "satisfaction_surveys",
    "users",
    "teams",
    "tags",
    "macros",
    "custom_fields",
)
# What the AI Agent was left alone with it closes itself, once the customer was silent for three days.
NAMED = {
    "AI_AGENT_ID": AI_AGENT_ID,
    "FIRST_CONVERSATION": FIRST_CONVERSATION,
    "AI_CLOSES": "true",
    "AI_WAITS": OPEN_FOR,
}
MACROS = (
    # Some times have microseconds and an offset, others neither. What happened in one second keeps its order.
    """stamp(t, n, place) as strftime(make_timestamp(cast(t as bigint) * 1000000 + n * 1000 + place),
        '%Y-%m-%dT%H:%M:%S.%f+00:00')""",
    "naive(t) as strftime(make_timestamp(cast(t as bigint) * 1000000), '%Y-%m-%dT%H:%M:%S')",
    "channel_word(n) as ['chat', 'email', 'contact_form', 'phone', 'whatsapp', 'chat'][n + 1]",
    """ticket_customer(id, person, spelling) as to_json({'id': id,
        'email': case when id < 980000000 then email(person, spelling) end,
        'name': case when id < 980000000 then printf('Customer %06d', person) end, 'meta': json '{}'})""",
    """gorgias_user(id, agent) as case when id is not null then to_json({'id': id, 'name': printf('Agent %03d', agent),
        'email': printf('agent%03d@northlight.example', agent), 'meta': json '{}'}) end""",
    """bot(id, name) as to_json({'id': id, 'name': name, 'email': printf('bot%d@northlight.example', id),
        'meta': json '{}'})""",
)


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every endpoint's records under `folder`; returns records per resource.

    Tickets and customers lie in order of their last change, messages in order of their ticket.
    """
    for macro in MACROS:
        con.execute(f"create macro {macro}")
    for table in TABLES:
        con.execute(statement(table, **NAMED))
    return {name: write_pages(con, statement(f"gorgias_{name}", **NAMED), folder, name) for name in RESOURCES}
