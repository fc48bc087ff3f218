create or replace table staff_worked as
with day as (
    select s.shift, s.agent, s.starts_at, least(s.ends_at, world_end()) as ends_at
    from shifts s
    where s.starts_at < world_end()
        and exists (select 1 from shift_slots p where p.shift = s.shift and p.activity != $TIME_OFF)
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
    select g.agent, p.activity, greatest(g.starts_at, s.starts_at + p.slot * $SLOT) as a,
        least(g.ends_at, s.starts_at + (p.slot + 1) * $SLOT) as b, g.shift, g.starts_at as gap
    from gaps g join shifts s using (shift) join shift_slots p on p.shift = g.shift
        and s.starts_at + p.slot * $SLOT < g.ends_at and s.starts_at + (p.slot + 1) * $SLOT > g.starts_at
    where g.ends_at > g.starts_at
), islands as (
    select *, sum(cast(coalesce(activity != before_it, true) as int)) over (partition by shift, gap order by a) as island
    from (select *, lag(activity) over (partition by shift, gap order by a) as before_it from pieces)
), idle as (
    select agent, min(a) as start_time, max(b) as end_time, ['available', 'break', 'training', 'meeting'][activity + 1] as state,
        cast(null as varchar) as ticket_id, cast(null as bigint) as contact
    from islands group by shift, gap, island, agent, activity
), told as (
    select * from idle
    union all
    select j.agent, j.started_at, j.ended_at, 'on_ticket', split_part(k.ticket_key, ':', 2), j.contact
    from jobs j join contacts k using (contact) where j.started_at < world_end()
)
select * from told
