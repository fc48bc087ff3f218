with capacity as (
    select s.starts_at + p.slot * $SLOT as slot_at, a.grp as queue, count(*) as scheduled
    from shifts s join shift_slots p using (shift) join agents a using (agent) where p.activity = 0 group by all
), asked as (
    select j.asked_at // $SLOT * $SLOT as slot_at, a.grp as queue, count(*) as received,
        sum(j.ended_at - j.started_at) as seconds
    from jobs j join agents a using (agent) where j.kind in (0, 2) group by all
), lost as (
    select queued_at // $SLOT * $SLOT as slot_at, contacts.grp as queue, count(*) as abandoned
    from contacts where gives_up_waiting group by all
), joined as (
    select g.slot_at, g.queue, g.forecast, g.seconds as forecast_seconds, coalesce(c.scheduled, 0) as scheduled,
        coalesce(k.received, 0) + coalesce(l.abandoned, 0) as received, coalesce(k.seconds, 0) as worked,
        coalesce(k.received, 0) as answered, coalesce(l.abandoned, 0) as abandoned
    from grid g left join capacity c using (slot_at, queue) left join asked k using (slot_at, queue)
        left join lost l using (slot_at, queue)
)
select to_json({'start_time': slot_at, 'end_time': slot_at + $SLOT, 'channel': q.channel, 'queue': uuid_of($QUEUE, queue),
        'staffing_scheduled': cast(scheduled as double),
        'staffing_required': {'forecasted': round(forecast * forecast_seconds / $SLOT / q.lanes / 0.7, 2),
            'actual': round(worked / $SLOT / q.lanes / 0.7, 2)},
        'staffing_net': round(scheduled - forecast * forecast_seconds / $SLOT / q.lanes / 0.7, 2),
        'contacts_received': {'forecasted': round(forecast, 2), 'actual': cast(received as double)},
        'contacts_abandoned': {'forecasted': null, 'actual': cast(abandoned as double)},
        'handle_time': {'forecasted': cast(forecast_seconds as double),
            'actual': case when answered > 0 then round(worked / answered, 1) end}}) as record,
    slot_at as start_time, queue, q.channel_n as channel
from joined j join (values $QUEUE_ROWS)
    as q(queue, channel, lanes, channel_n) using (queue)
order by slot_at, queue
