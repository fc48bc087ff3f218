"""The workforce tool's records: people, schedule, what they really did, forecast against actuals."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.arrivals import hourly_rate
from pipelines.sandbox.world.staff import SLOT, TIME_OFF

# Kinds of ids, so that no two sorts of thing share one.
PERSON, AGENT, TEAM, QUEUE, SITE, TYPE, ACTIVITY = range(0x5B0, 0x5B7)
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

_PEOPLE = f"""
select '"' || uuid_of({PERSON}, agent) || '":' || to_json({{
        'id': uuid_of({PERSON}, agent), 'agent_id': uuid_of({AGENT}, agent),
        'first_name': 'Agent', 'last_name': printf('%03d', agent), 'email': printf('agent%03d@northlight.example', agent),
        'timezone': case when is_bpo then 'Europe/Lisbon' else 'Europe/Berlin' end,
        'imported_id': printf('HR-%04d', agent), 'role': 'agent', 'roles': ['agent'], 'agent_role': 'part_time',
        'channels': [['chat'], ['email'], ['phone'], ['email', 'chat', 'phone']][a.grp + 1],
        'site': uuid_of({SITE}, cast(is_bpo as int)),
        'teams': [uuid_of({TEAM}, a.grp * 2 + cast(is_bpo as int))],
        'queues': [uuid_of({QUEUE}, a.grp)], 'skills': cast([] as varchar[]),
        'platforms': {{'zendesk': cast(helpdesk_id as varchar)}},
        'start_date': hired_on * 86400,
        'end_date': case when left_on * 86400 < world_end() then left_on * 86400 end,
        'created_at': hired_on * 86400 + 28800, 'deleted': left_on * 86400 < world_end(), 'staffable': true, 'productivity': 1.0}})
        as record, agent as id
from agents a where hired_on * 86400 < world_end() order by agent
"""


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

# A shift is a chain of activities: neighbouring half hours of the same plan are one.
_ACTIVITIES = f"""
with marked as (
    select *, slot - row_number() over (partition by shift, activity order by slot) as island from shift_slots
), planned as (
    select m.shift, s.agent, m.activity, s.starts_at + min(slot) * {SLOT} as start_time,
        s.starts_at + (max(slot) + 1) * {SLOT} as end_time
    from marked m join shifts s using (shift) group by m.shift, s.agent, s.starts_at, m.activity, island
), typed as (
    select p.*, case p.activity when 0 then [1, 0, 2, 0][a.grp + 1] else p.activity + 2 end as type_n,
        uuid_of({ACTIVITY}, p.shift * 16 + (p.start_time // {SLOT}) % 16) as id
    from planned p join agents a using (agent) where start_time < world_end()
)
select '"' || id || '-' || start_time || '-' || end_time || '":' || to_json({{'id': id,
        'id_with_timestamps': id || '-' || start_time || '-' || end_time,
        'agent_id': uuid_of({AGENT}, agent), 'type_id': uuid_of({TYPE}, type_n), 'start_time': start_time, 'end_time': end_time,
        'description': '', 'created_at': start_time - 1209600, 'updated_at': start_time - 1209600}}) as record,
    start_time, end_time, agent
from typed order by start_time, agent, end_time
"""

_STATES = f"""
with day as (
    select s.shift, s.agent, s.starts_at, least(s.ends_at, world_end()) as ends_at
    from shifts s
    where s.starts_at < world_end()
        and exists (select 1 from shift_slots p where p.shift = s.shift and p.activity != {TIME_OFF})
), busy as (
    select d.shift, greatest(j.started_at, d.starts_at) as a, least(j.ended_at, d.ends_at) as b
    from day d join jobs j on j.agent = d.agent and j.started_at < d.ends_at and j.ended_at > d.starts_at
), edges as (
    select shift, a, b from busy union all select shift, ends_at, ends_at from day
), gaps as (
    select e.shift, d.agent, e.a as ends_at, coalesce(max(e.b) over (
        partition by e.shift order by e.a, e.b rows between unbounded preceding and 1 preceding), d.starts_at) as starts_at
    from edges e join day d using (shift)
), pieces as (
    select g.agent, p.activity, greatest(g.starts_at, s.starts_at + p.slot * {SLOT}) as a,
        least(g.ends_at, s.starts_at + (p.slot + 1) * {SLOT}) as b, g.shift, g.starts_at as gap
    from gaps g join shifts s using (shift) join shift_slots p on p.shift = g.shift
        and s.starts_at + p.slot * {SLOT} < g.ends_at and s.starts_at + (p.slot + 1) * {SLOT} > g.starts_at
    where g.ends_at > g.starts_at
), islands as (
    select *, sum(cast(coalesce(activity != before_it, true) as int)) over (partition by shift, gap order by a) as island
    from (select *, lag(activity) over (partition by shift, gap order by a) as before_it from pieces)
), idle as (
    select agent, min(a) as start_time, max(b) as end_time, ['available', 'break', 'training', 'meeting'][activity + 1] as state,
        cast(null as bigint) as ticket_id, cast(null as bigint) as contact
    from islands group by shift, gap, island, agent, activity
), told as (
    select * from idle
    union all
    select j.agent, j.started_at, j.ended_at, 'on_ticket', k.ticket_id, j.contact
    from jobs j join contacts k using (contact) where j.started_at < world_end()
)
select to_json({{'agent_id': uuid_of({AGENT}, agent), 'agent_name': printf('Agent %03d', agent),
        'agent_email': printf('agent%03d@northlight.example', agent), 'platform': 'zendesk',
        'agent_platform_id': cast(a.helpdesk_id as varchar), 'state': state, 'start_time': start_time,
        'end_time': case when end_time <= world_end() then end_time end,
        'modified_at': least(end_time, world_end()), 'external_id': null,
        'ticket_id': cast(ticket_id as varchar), 'ticket_status': case when ticket_id is not null then 'open' end}}) as record,
    start_time, least(end_time, world_end()) as end_time, agent
from told join agents a using (agent)
order by start_time, agent, ticket_id nulls first, end_time
"""

_FORECASTS = f"""
with capacity as (
    select s.starts_at + p.slot * {SLOT} as slot_at, a.grp as queue, count(*) as scheduled
    from shifts s join shift_slots p using (shift) join agents a using (agent) where p.activity = 0 group by all
), asked as (
    select j.asked_at // {SLOT} * {SLOT} as slot_at, a.grp as queue, count(*) as received,
        sum(j.ended_at - j.started_at) as seconds
    from jobs j join agents a using (agent) where j.kind in (0, 2) group by all
), lost as (
    select queued_at // {SLOT} * {SLOT} as slot_at, contacts.grp as queue, count(*) as abandoned
    from contacts where gives_up_waiting group by all
), joined as (
    select g.slot_at, g.queue, g.forecast, g.seconds as forecast_seconds, coalesce(c.scheduled, 0) as scheduled,
        coalesce(k.received, 0) + coalesce(l.abandoned, 0) as received, coalesce(k.seconds, 0) as worked,
        coalesce(k.received, 0) as answered, coalesce(l.abandoned, 0) as abandoned
    from grid g left join capacity c using (slot_at, queue) left join asked k using (slot_at, queue)
        left join lost l using (slot_at, queue)
)
select to_json({{'start_time': slot_at, 'end_time': slot_at + {SLOT}, 'channel': q.channel, 'queue': uuid_of({QUEUE}, queue),
        'staffing_scheduled': cast(scheduled as double),
        'staffing_required': {{'forecasted': round(forecast * forecast_seconds / {SLOT} / q.lanes / 0.7, 2),
            'actual': round(worked / {SLOT} / q.lanes / 0.7, 2)}},
        'staffing_net': round(scheduled - forecast * forecast_seconds / {SLOT} / q.lanes / 0.7, 2),
        'contacts_received': {{'forecasted': round(forecast, 2), 'actual': cast(received as double)}},
        'contacts_abandoned': {{'forecasted': null, 'actual': cast(abandoned as double)}},
        'handle_time': {{'forecasted': cast(forecast_seconds as double),
            'actual': case when answered > 0 then round(worked / answered, 1) end}}}}) as record,
    slot_at as start_time, queue, q.channel_n as channel
from joined j join (values {", ".join(f"({n}, '{q[1]}', {2 if q[1] == 'chat' else 1}, {('email', 'chat', 'phone').index(q[1])})" for n, q in enumerate(QUEUES))})
    as q(queue, channel, lanes, channel_n) using (queue)
order by slot_at, queue
"""


def _grid(story: Story) -> pa.Table:
    """Open half hours of every queue with the forecast made for them: the true curve, a little off."""
    clock = story.world.clock
    slots = np.arange(clock.start, clock.end, SLOT, dtype=np.int64)
    hour = clock.hour(slots)
    slots = slots[(hour >= 7) & (hour < 20)]
    rate = hourly_rate(clock, slots, 1.0) / 2 * (story.roots / max(1.0, float(hourly_rate(clock, np.arange(
        clock.start, clock.end, 3600, dtype=np.int64), 1.0).sum())))
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
    teams = [
        (g * 2 + b, f"{name} · {employer}")
        for g, (name, _) in enumerate(c.GROUPS)
        for b, employer in enumerate((c.COMPANY, "Contactworks"))
    ]
    statements = {
        "people": _PEOPLE,
        "teams": _tree(TEAM, teams),
        "queues": _tree(QUEUE, [(n, q[0]) for n, q in enumerate(QUEUES)]),
        "sites": _tree(SITE, [(0, "Berlin"), (1, "Lisbon")]),
        "skills": _tree(TEAM + 0x100, [(0, "English"), (1, "German")]),
        "activity_types": _TYPES,
        "activities": _ACTIVITIES,
        "agent_states": _STATES,
        "forecasts": _FORECASTS,
    }
    return {name: write_pages(con, sql, folder, name) for name, sql in statements.items()}
