select j.job, j.contact, k.ticket_id, a.helpdesk_id as agent_id, j.kind, j.asked_at, j.started_at, j.ended_at
from jobs j join contacts k using (contact) join agents a on a.agent = j.agent order by j.job
