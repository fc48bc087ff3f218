create or replace table staff_planned as
with marked as (
    select *, slot - row_number() over (partition by shift, activity order by slot) as island from shift_slots
), planned as (
    select m.shift, s.agent, m.activity, s.starts_at + min(slot) * $SLOT as start_time,
        s.starts_at + (max(slot) + 1) * $SLOT as end_time
    from marked m join shifts s using (shift) group by m.shift, s.agent, s.starts_at, m.activity, island
), typed as (
    select p.*, case p.activity when 0 then [1, 0, 2, 0][a.grp + 1] else p.activity + 2 end as type_n,
        uuid_of($ACTIVITY, p.shift * 16 + (p.start_time // $SLOT) % 16) as id
    from planned p join agents a using (agent) where start_time < world_end()
)
select * from typed
