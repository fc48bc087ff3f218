-- A timer shows whole minutes, begun ones included.
select to_json({'id': entry_id, 'ticket_id': t.ticket_id, 'agent_id': a.helpdesk_id, 'company_id': null, 'billable': false, 'note': null,
        'time_spent': printf('%02d:%02d', minutes // 60, minutes % 60), 'timer_running': false, 'executed_at': iso(j.started_at),
        'start_time': iso(j.started_at), 'created_at': iso(j.ended_at), 'updated_at': iso(j.ended_at)}) as record,
    j.started_at as executed_at, entry_id as id
from jobs j join freshdesk_tickets t using (contact) join agents a on a.agent = j.agent
cross join lateral (select (j.ended_at - j.started_at + 59) // 60 as minutes)
join (select job, 44000000 + ticket_id * 10 + row_number() over (partition by ticket_id order by started_at, job) as entry_id
    from jobs join freshdesk_tickets using (contact)) as numbered using (job)
where j.ended_at < world_end() order by j.started_at, job
