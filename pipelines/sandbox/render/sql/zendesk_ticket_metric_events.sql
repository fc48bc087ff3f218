with first_reply as (
    select ticket_id, created_at, first_reply_at, case t.channel when $VOICE then 34 when $EMAIL then 36
        when $WEB then 36 else 35 end as policy, case t.channel when $VOICE then 1 when $EMAIL then 480
        when $WEB then 480 else 15 end as target
    from ticket_state s join tickets t using (ticket_id) where s.support_type = 'agent' and s.status != 'deleted'
), moves as (
    select ch.ticket_id, ch.moment, ch.pos, ch.status, ch.status_before,
        1 + sum(cast(ch.status = 'open' and ch.status_before in ('solved', 'closed') as int))
            over (partition by ch.ticket_id order by ch.pos) as instance
    from ticket_changes ch join first_reply using (ticket_id) where ch.status is not null
), rows as (
    select ticket_id, 'reply_time' as metric, 1 as instance_id, 'activate' as type, created_at as moment, 0 as rank,
        json 'null' as extra from first_reply
    union all
    select ticket_id, 'reply_time', 1, 'apply_sla', created_at, 1, to_json({'target': target, 'business_hours': false,
        'policy': {'id': policy, 'title': ['Voice', 'Messaging', 'Standard'][policy - 33], 'description': null}}) from first_reply
    union all
    select ticket_id, 'reply_time', 1, 'breach', created_at + target * 60, 2, json 'false' from first_reply
    where created_at + target * 60 < least(coalesce(first_reply_at, world_end()), world_end())
    union all
    select ticket_id, 'reply_time', 1, 'fulfill', first_reply_at, 3, json 'null' from first_reply where first_reply_at is not null
    union all
    select ticket_id, 'reply_time', 1, 'update_status', first_reply_at, 4, to_json({
        'calendar': (first_reply_at - created_at) // 60, 'business': (first_reply_at - created_at) // 60})
    from first_reply where first_reply_at is not null
    union all
    select ticket_id, metric, instance, case
            when status_before is null then 'activate'
            when status = 'pending' then 'pause'
            when status in ('solved', 'closed') then 'fulfill'
            else 'activate' end, moment, 5, json 'null'
    from moves, (values ('agent_work_time'), ('requester_wait_time')) as both_clocks(metric)
    where status_before is null or status in ('pending', 'solved') or (status = 'open' and status_before != 'new')
)
select
    to_json({'id': 910000000 + row_number() over (order by moment, ticket_id, metric, instance_id, rank), 'ticket_id': ticket_id,
        'metric': metric, 'instance_id': instance_id, 'type': type, 'time': iso(moment)})[:-2]
    || case type when 'apply_sla' then ',"sla":' || extra || '}' when 'update_status' then ',"status":' || extra || '}'
        when 'breach' then ',"deleted":false}' else '}' end as record,
    moment as changed_at, 910000000 + row_number() over (order by moment, ticket_id, metric, instance_id, rank) as id
from rows
order by moment, id
