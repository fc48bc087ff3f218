with asked as (
    select agent, start_time, end_time, 'approved' as status from staff_planned where activity = $TIME_OFF
    union all
    -- A day that was asked for and not given is worked.
    select agent, start_time, end_time, 'declined' from staff_planned where activity = 0 and (shift * 7919) % 97 = 0
)
select to_json({'timeOffRequestId': printf('to_%d_%d', agent, start_time), 'agentId': a.helpdesk_id, 'startTime': start_time,
        'endTime': end_time, 'status': status, 'timeOffType': 'partial_day', 'auto': false, 'note': null, 'reasonId': 'rs_1',
        'reason': {'id': 'rs_1', 'name': 'Sick', 'type': 'paid', 'deletedAt': null, 'isDeleted': false},
        'statusHistory': cast([] as varchar[]), 'createdAt': start_time - 7200, 'source': 'agent'}) as record,
    start_time as starts_at, end_time as ends_at
from asked join agents a using (agent) order by start_time, agent
