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
select '"' || id || '-' || start_time || '-' || end_time || '":' || to_json({'id': id,
        'id_with_timestamps': id || '-' || start_time || '-' || end_time,
        'agent_id': uuid_of($AGENT, agent), 'type_id': uuid_of($TYPE, type_n), 'start_time': start_time, 'end_time': end_time,
        'description': '', 'created_at': start_time - 1209600, 'updated_at': start_time - 1209600}) as record,
    start_time, end_time, agent
from typed order by start_time, agent, end_time
