"""The world's arrays as DuckDB tables, with the ids each vendor gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.sandbox.render.assistants import assistant_of
from pipelines.sandbox.stacks import CARRIES, Stack
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.billing import Bills, Returns
from pipelines.sandbox.world.chat import CHAT_TEXTS, Messages, Verdicts
from pipelines.sandbox.world.coaching import Sessions, Starts, coached_from
from pipelines.sandbox.world.contacts import LEVELS, NEVER, Contacts, World
from pipelines.sandbox.world.draws import Ints
from pipelines.sandbox.world.jobs import Jobs
from pipelines.sandbox.world.plants import Plan
from pipelines.sandbox.world.ratings import Ratings
from pipelines.sandbox.world.reviews import DIMENSIONS, GRADER_TYPES, GRADERS, WEIGHTS, Reviews
from pipelines.sandbox.world.staff import Shifts
from pipelines.sandbox.world.texts import text_rows
from pipelines.sandbox.world.tickets import STATUSES, TEXTS, Changes, Tickets


@dataclass(frozen=True)
class Story:
    """The whole world, ready to be told by each system."""

    world: World
    shifts: Shifts
    roots: int
    contacts: Contacts
    jobs: Jobs
    tickets: Tickets
    changes: Changes
    ratings: Ratings
    messages: Messages
    verdicts: Verdicts
    returns: Returns
    bills: Bills
    # The sessions held, who began when, the issues that come without a surge, the seconds waited for a person at work.
    sessions: Sessions
    starts: Starts
    usual_roots: int
    waited: Ints
    reviews: Reviews
    stack: Stack
    # Per contact, the first contact of its thread.
    thread: Ints

    @property
    def plan(self) -> Plan:
        return self.world.plan


def _table(columns: dict[str, Any]) -> pa.Table:
    """Arrays as a table; `NEVER` becomes null."""
    arrays = {}
    for name, values in columns.items():
        values = np.ascontiguousarray(values)
        never = values == NEVER if values.dtype == np.int64 else None
        kind = pa.string() if values.dtype == object else None
        arrays[name] = pa.array(values, kind, mask=never if never is not None and never.any() else None)
    return pa.table(arrays)


# Field names that are SQL's own words, and what the tables call them instead.
_IN_SQL = {"at": "moment", "by": "actor", "group": "grp"}


def _flat(thing: Any, *, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        _IN_SQL.get(f.name, f.name): getattr(thing, f.name)
        for f in fields(thing)
        if f.name not in leave and not f.name.startswith("_")
    }


def _load_reviews(load: Callable[[str, dict[str, Any]], None], story: Story) -> None:
    """Tables `reviews` and `review_items`, one row per review and dimension."""
    r, contacts = story.reviews, story.contacts
    number = np.arange(len(r.contact))
    key = contacts.root[r.contact] * LEVELS + contacts.level[r.contact]
    names = [
        f"drop:review:{k}:{GRADERS[g]}" if shared else f"drop:review:{k}"
        for k, g, shared in zip(key, r.grader, r.is_calibration, strict=True)
    ]
    load(
        "reviews",
        {
            "review": number,
            "review_id": np.array(names, dtype=object),
            "contact": r.contact,
            "agent": r.agent,
            "reviewer_id": np.array(GRADERS, dtype=object)[r.grader],
            "reviewer_type": np.array(GRADER_TYPES, dtype=object)[r.grader],
            "is_calibration": r.is_calibration,
            "reviewed_at": r.at,
        },
    )
    items = len(DIMENSIONS)
    load(
        "review_items",
        {
            "review": np.repeat(number, items),
            "item": np.tile(np.arange(items), len(number)),
            "dimension": np.tile(np.array(DIMENSIONS, dtype=object), len(number)),
            "weight": np.tile(WEIGHTS, len(number)),
            "level": r.levels.ravel(),
            "is_auto_fail": r.is_auto_fail.ravel(),
            "deserved": r.truth.ravel(),
            "without_coaching": r.without.ravel(),
        },
    )


# What is added to a thread's number to make a conversation's id of it.
FIRST_CONVERSATION = 215_470_000_000_000


def _keys(stack: Stack) -> str:
    """Columns with a conversation's ids in the standard: in the helpdesk, in the chat, and where it is best known."""
    if stack.helpdesk == stack.assistant:
        own = f"'{stack.helpdesk}:' || ({FIRST_CONVERSATION} + thread_key)"
        return f"{own} as ticket_key, {own} as chat_key, {own} as conversation_key"
    chat = f"'{stack.assistant}:' || {assistant_of(stack.assistant).conversation}"
    return f"""'{stack.helpdesk}:' || ticket_id as ticket_key, {chat} as chat_key,
        coalesce('{stack.helpdesk}:' || ticket_id, {chat}) as conversation_key"""


# The AI agent's and the customers' ids where the helpdesk has both in one account.
AI_AGENT_ID = "700"


def _name_people(con: duckdb.DuckDBPyConnection, stack: Stack) -> None:
    """Macros that give people, AI versions and articles the ids by which the standard knows them."""
    is_one = stack.helpdesk == stack.assistant
    version = f"'{AI_AGENT_ID}'" if is_one else assistant_of(stack.assistant).version
    keeper, article = "assistant()", "printf('ka_%02d', n)"
    if stack.has_guide:
        keeper, article = "'zendesk'", f"{c.FIRST_ARTICLE} + n"
    elif stack.helpdesk != "zendesk" and "articles" in CARRIES.get(stack.helpdesk, ()):
        article = "3900 + n"
    con.execute("create macro contact_id(n) as printf('66c1%020x', n)")
    con.execute(f"create macro helpdesk() as '{stack.helpdesk}'")
    con.execute(f"create macro assistant() as '{stack.assistant}'")
    con.execute("create macro person_key(n) as helpdesk() || ':' || n")
    customer = "contact_id(n)" if stack.helpdesk == "intercom" else "n"
    con.execute(f"create macro customer_key(n) as helpdesk() || ':' || {customer}")
    con.execute(f"create macro version_key(name) as assistant() || ':' || {version}")
    con.execute(f"create macro article_key(n) as {keeper} || ':' || ({article})")
    con.execute(f"create macro has_guide() as {stack.has_guide}")


def connect(story: Story) -> duckdb.DuckDBPyConnection:
    """An in-memory database holding the story.

    Tables: contacts, people, agents, jobs, shifts, changes, messages, bills, intents, texts. Macros: iso, uuid.
    """
    con = duckdb.connect()
    con.execute("set threads = 2")
    con.execute("set preserve_insertion_order = true")
    con.execute("set enable_progress_bar = false")
    world, contacts = story.world, story.contacts
    n = len(contacts)

    def load(name: str, columns: dict[str, Any], select: str = "*") -> None:
        con.register("incoming", _table(columns))
        con.execute(f"create table {name} as select {select} from incoming")
        con.unregister("incoming")

    rating = {"rating_" + k: v for k, v in _flat(story.ratings).items()}
    back = {"return_at": story.returns.at, "waited_seconds": story.waited}
    load(
        "contacts",
        {"contact": np.arange(n)}
        | _flat(contacts, leave=("message_at", "answer_at"))
        | {"is_ai_only": contacts.is_ai_only, "has_ticket": story.tickets.exists, "ticket_at": story.tickets.created_at}
        | {"solved_at": story.tickets.solved_at, "thread": story.thread}
        | {"thread_key": (contacts.root * LEVELS + contacts.level)[story.thread]}
        | rating
        | _flat(story.verdicts)
        | back,
        f"""*,
        case when has_ticket and ticket_at < {world.clock.end}
            then 10000 + row_number() over (order by case when has_ticket then ticket_at end nulls last, contact)
            end as ticket_id,
        printf('%08x%016x', moment, root * 4 + level) as ada_id,
        {_keys(story.stack)}""",
    )
    load("people", {"person": np.arange(len(world.people))} | _flat(world.people, leave=("accounts",)))
    staff = world.staff
    begun = {
        "coaching_week": story.starts.week,
        "after_bad_month": story.starts.after_bad_month,
        "coached_from": coached_from(story.sessions, len(staff)),
    }
    load("agents", {"agent": np.arange(len(staff)), "helpdesk_id": staff.helpdesk_id} | _flat(staff) | begun)
    load("sessions", {"session": np.arange(len(story.sessions.agent))} | _flat(story.sessions))
    _load_reviews(load, story)
    load("jobs", {"job": np.arange(len(story.jobs))} | _flat(story.jobs))
    load(
        "shifts",
        {"shift": np.arange(len(story.shifts.agent)), "agent": story.shifts.agent, "starts_at": story.shifts.starts_at}
        | {"ends_at": story.shifts.ends_at},
    )
    rows, columns = np.indices(story.shifts.plan.shape)
    load(
        "shift_slots",
        {"shift": rows.ravel(), "slot": columns.ravel(), "activity": story.shifts.plan.ravel()},
    )
    load("changes", {"pos": np.arange(len(story.changes))} | _flat(story.changes))
    load("messages", _flat(story.messages))
    load("bills", {"bill": np.arange(len(story.bills.contact))} | _flat(story.bills))

    def names(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        load(table, {column: np.array(values) for column, values in zip(columns, zip(*rows, strict=True), strict=True)})

    names(
        "intents",
        ("intent", "key", "family", "complexity", "zendesk", "ada_topic", "ada_intent"),
        [(k, i.key, i.family, i.complexity, i.zendesk, i.ada_topic, i.ada_intent) for k, i in enumerate(c.INTENTS)],
    )
    names("texts", ("occasion", "intent", "variant", "words"), text_rows())
    names("statuses", ("status", "word"), list(enumerate(STATUSES)))
    names("ticket_texts", ("text", "occasion"), list(enumerate(TEXTS)))
    names("chat_texts", ("text", "occasion"), list(enumerate(CHAT_TEXTS)))
    names("groups", ("grp", "name", "group_id"), [(k, g[0], g[1]) for k, g in enumerate(c.GROUPS)])
    names("versions", ("version", "name"), [(k, v.name) for k, v in enumerate(c.VERSIONS)])
    names("languages", ("language", "code"), list(enumerate(c.LANGUAGES)))
    _name_people(con, story.stack)
    con.execute("create macro iso(t) as strftime(make_timestamp(t * 1000000), '%Y-%m-%dT%H:%M:%SZ')")
    con.execute("create macro iso_ms(t) as strftime(make_timestamp(t * 1000000), '%Y-%m-%dT%H:%M:%S.000Z')")
    con.execute("create macro uuid_of(kind, n) as printf('%08x-0000-4000-8000-%012x', kind, n)")
    con.execute(
        """create macro email(n, spelling) as case spelling
            when 0 then printf('customer%06d@example.org', n)
            when 1 then printf('Customer%06d@Example.org', n)
            when 2 then printf('CUSTOMER%06d@EXAMPLE.ORG', n)
            else printf(' customer%06d@example.org ', n) end"""
    )
    con.execute(
        """create macro attribute(name, kind, value) as
            case when value is not null then json_object('key', name, 'value', json_object(kind, value)) end"""
    )
    con.execute(f"create macro world_end() as cast({world.clock.end} as bigint)")
    return con
