"""The workforce tool's records: people, schedule, what they really did, forecast against actuals."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import QUEUE, SITE, SKILL, TEAM, TYPE, statement
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.arrivals import hourly_rate
from pipelines.sandbox.world.staff import SLOT

# What people are to work on and what they worked on, for any workforce tool to tell.
STAFF = ("staff_planned", "staff_worked")
QUEUES = (("Messaging", "chat"), ("Email", "email"), ("Phone", "phone"), ("Specialists", "email"))
# Share of new issues that reach each group sooner or later, for the forecast; the planners' own rule of thumb.
EXPECTED_SHARE = (0.19, 0.31, 0.07, 0.04)
EXPECTED_SECONDS = (1250, 950, 660, 1350)
TYPES = (
    ("Email", "email", True, False),
    ("Chat", "chat", True, False),
    ("Phone", "phone", True, False),
    ("Break", "break", False, False),
    ("Training", "training", False, False),
    ("Meeting", "meeting", False, False),
    ("Time off", "time_off", False, True),
)


def _tree(kind: int, rows: list[tuple[int, str]]) -> str:
    values = ", ".join(f"({n}, '{name}')" for n, name in rows)
    return f"""
select '"' || uuid_of({kind}, n) || '":' || to_json({{'id': uuid_of({kind}, n), 'name': name, 'parent_id': null,
    'created_at': 1704700800, 'updated_at': 1704700800}}) as record, n as id
from (values {values}) as t(n, name) order by n
"""


_TYPES = f"""
select '"' || uuid_of({TYPE}, n) || '":' || to_json({{'id': uuid_of({TYPE}, n), 'import_id': null, 'name': name,
    'short_name': upper(left(name, 2)), 'value': value, 'channels': case when n < 3 then [value] else [] end,
    'queue_external_ids': null, 'productive': productive, 'timeoff': timeoff, 'background_color': '#2266AA',
    'font_color': '#FFFFFF', 'timeoff_unit': case when timeoff then 'hours' end}}) as record, n as id
from (values {", ".join(f"({n}, '{t[0]}', '{t[1]}', {t[2]}, {t[3]})" for n, t in enumerate(TYPES))})
    as t(n, name, value, productive, timeoff) order by n
"""


def _grid(story: Story) -> pa.Table:
    """Open half hours of every queue with the forecast made for them: the true curve, a little off."""
    clock = story.world.clock
    slots = np.arange(clock.start, clock.end, SLOT, dtype=np.int64)
    hour = clock.hour(slots)
    slots = slots[(hour >= 7) & (hour < 20)]
    rate = (
        hourly_rate(clock, slots, 1.0)
        / 2
        * (
            story.usual_roots
            / max(1.0, float(hourly_rate(clock, np.arange(clock.start, clock.end, 3600, dtype=np.int64), 1.0).sum()))
        )
    )
    parts = []
    for queue, (share, seconds) in enumerate(zip(EXPECTED_SHARE, EXPECTED_SECONDS, strict=True)):
        error = 1 + 0.12 * story.world.draws.normal(f"forecast/{queue}", len(slots))
        parts.append(
            pa.table(
                {
                    "slot_at": slots,
                    "queue": np.full(len(slots), queue, dtype=np.int64),
                    "forecast": np.maximum(0.0, rate * share * error),
                    "seconds": np.full(len(slots), seconds, dtype=np.int64),
                }
            )
        )
    return pa.concat_tables(parts)


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write every endpoint's records under `folder`; returns records per resource."""
    con.register("grid", _grid(story))
    for table in STAFF:
        con.execute(statement(table))
    channels = ("email", "chat", "phone")
    queues = ", ".join(
        f"({n}, '{q}', {2 if q == 'chat' else 1}, {channels.index(q)})" for n, (_, q) in enumerate(QUEUES)
    )
    teams = [
        (g * 2 + b, f"{name} · {employer}")
        for g, (name, _) in enumerate(c.GROUPS)
        for b, employer in enumerate((c.COMPANY, "Contactworks"))
    ]
    statements = {
        "people": statement("assembled_people"),
        "teams": _tree(TEAM, teams),
        "queues": _tree(QUEUE, [(n, q[0]) for n, q in enumerate(QUEUES)]),
        "sites": _tree(SITE, [(0, "Berlin"), (1, "Lisbon")]),
        "skills": _tree(SKILL, [(0, "English"), (1, "German")]),
        "activity_types": _TYPES,
        "activities": statement("assembled_activities"),
        "agent_states": statement("assembled_agent_states"),
        "forecasts": statement("assembled_forecasts", QUEUE_ROWS=queues),
    }
    return {name: write_pages(con, sql, folder, name) for name, sql in statements.items()}
