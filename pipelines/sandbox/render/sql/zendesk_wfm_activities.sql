with told as (
    select w.*, a.helpdesk_id, case state when 'on_ticket' then 'Ticket ' || ticket_id else upper(left(state, 1)) || state[2:] end as name
    from staff_worked w join agents a using (agent)
)
select to_json({'id': printf('act_%d_%d_%s', agent, start_time, coalesce(ticket_id, '0')), 'agentId': helpdesk_id,
        'startTime': start_time, 'endTime': case when end_time <= world_end() then end_time end,
        'duration': case when end_time <= world_end() then end_time - start_time end,
        'type': case when ticket_id is null then 'general' else 'ticket' end, 'name': name,
        'ticketId': cast(ticket_id as bigint), 'activityTypeIds': ['at_' || state], 'eventType': 'tracked',
        'color': '#7AA2F7', 'isPaid': state != 'break', 'lockIntervals': null}) as record, start_time as starts_at
from told order by start_time, agent, cast(ticket_id as bigint) nulls first, end_time
