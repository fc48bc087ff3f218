-- Published two weeks ahead; who is ill says so two hours before, and the day is changed to an absence.
with days as (
    select s.shift, s.agent, s.starts_at, bool_and(p.activity = $TIME_OFF) as is_ill,
        lead(s.starts_at) over (partition by s.agent order by s.starts_at) - s.starts_at > $DAY * 3 / 2 as is_last
    from shifts s join shift_slots p using (shift) where s.starts_at - 14 * $DAY < world_end()
    group by s.shift, s.agent, s.starts_at
), known as (
    select *, is_ill and starts_at - 7200 < world_end() as is_absent from days
), told as (
    select k.*, p.slot, case when not is_ill or is_absent then p.activity when p.slot = 6 then 1 else 0 end as activity
    from known k join shift_slots p using (shift)
), marked as (
    select *, slot - row_number() over (partition by shift, activity order by slot) as island from told
), layers as (
    select shift, agent, starts_at, is_absent, activity, starts_at + min(slot) * $SLOT as begins,
        starts_at + (max(slot) + 1) * $SLOT as ends
    from marked group by shift, agent, starts_at, is_absent, activity, island
), typed as (
    select l.*, case l.activity when 0 then [1, 0, 2, 0][a.grp + 1] else l.activity + 2 end as type_n
    from layers l join agents a using (agent)
), shown as (
    select agent, starts_at, starts_at - case when is_absent then 7200 else 14 * $DAY end as changed_at,
        list({'Name': ['Email', 'Chat', 'Phone', 'Break', 'Training', 'Meeting', 'Sick'][type_n + 1],
            'Period': {'StartTime': iso(begins), 'EndTime': iso(ends)},
            'ActivityId': case when type_n < 6 then uuid_of($TYPE, type_n) end,
            'AbsenceId': case when type_n = 6 then uuid_of($TYPE, type_n) end,
            'DisplayColor': -16744448, 'ExternalMeetingId': null} order by begins) as shift
    from typed group by agent, starts_at, is_absent
), everything as (
    select agent, starts_at, changed_at, to_json(shift) as shift, null as day_off from shown
    union all
    select agent, starts_at + $DAY, starts_at - 14 * $DAY, json '[]', json '{"Name": "Day off"}' from days where is_last
)
select to_json({'PersonId': uuid_of($PERSON, agent), 'Date': strftime(make_timestamp(starts_at * 1000000), '%Y-%m-%d'),
        'Shift': shift, 'DayOff': day_off, 'FullDayAbsence': null}) as record, changed_at, starts_at // $DAY as day
from everything order by changed_at, agent, starts_at
