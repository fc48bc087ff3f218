select to_json({'coaching_session_id': 'drop:coaching:' || s.agent || ':' || s.number, 'agent_id': person_key(a.helpdesk_id),
    'coach_id': 'drop:coach:' || (s.agent // $AGENTS_PER_COACH), 'planned_at': iso(s.planned_at), 'delivered_at': iso(s.delivered_at),
    'cancelled_at': iso(s.cancelled_at), 'cancel_reason': [null, 'absence', 'queue', 'meeting'][s.reason + 1],
    'duration_seconds': s.seconds, 'dimension': ['correct', 'complete', 'next_step'][s.dimension + 1], 'source': 'drop',
    'source_updated_at': iso(coalesce(s.delivered_at + s.seconds, s.cancelled_at))}) as record
from sessions s join agents a using (agent)
where coalesce(s.delivered_at + s.seconds, s.cancelled_at) < world_end() order by s.session
