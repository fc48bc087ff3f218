select to_json({'agent_id': uuid_of($AGENT, agent), 'agent_name': printf('Agent %03d', agent),
        'agent_email': printf('agent%03d@northlight.example', agent), 'platform': helpdesk(),
        'agent_platform_id': cast(a.helpdesk_id as varchar), 'state': state, 'start_time': start_time,
        'end_time': case when end_time <= world_end() then end_time end,
        'modified_at': least(end_time, world_end()), 'external_id': null,
        'ticket_id': ticket_id, 'ticket_status': case when ticket_id is not null then 'open' end}) as record,
    start_time, least(end_time, world_end()) as end_time, agent
from staff_worked join agents a using (agent)
order by start_time, agent, cast(ticket_id as bigint) nulls first, end_time
