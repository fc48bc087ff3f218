create macro minutes(seconds) as {'calendar': seconds // 60, 'business': seconds // 60};

create table metric_sets as
select ticket_id, {
    'url': '$HOST/api/v2/ticket_metrics/' || (88000000 + ticket_id) || '.json',
    'id': 88000000 + ticket_id,
    'ticket_id': ticket_id,
    'created_at': iso(s.created_at),
    'updated_at': iso(coalesce(s.assigned_at, s.created_at)),
    'group_stations': group_stations,
    'assignee_stations': assignee_stations,
    'reopens': reopens,
    'replies': replies,
    'assignee_updated_at': iso(assignee_updated_at),
    'requester_updated_at': iso(coalesce(requester_updated_at, s.created_at)),
    'status_updated_at': iso(status_at),
    'custom_status_updated_at': iso(status_at),
    'initially_assigned_at': iso(first_assigned_at),
    'assigned_at': iso(assigned_at),
    'solved_at': case when status in ('solved', 'closed') then iso(last_solved_at) end,
    'latest_comment_added_at': iso(latest_comment_at),
    'reply_time_in_minutes': minutes(first_reply_at - s.created_at),
    'reply_time_in_seconds': {'calendar': case when t.channel in ($CHAT, $MESSAGING, $HELD_OUT) then first_reply_at - s.created_at end},
    'first_resolution_time_in_minutes': minutes(first_solved_at - s.created_at),
    'full_resolution_time_in_minutes': minutes(last_solved_at - s.created_at),
    'agent_wait_time_in_minutes': minutes(coalesce(pending_seconds, case when last_solved_at is not null then 0 end)),
    'requester_wait_time_in_minutes': minutes(requester_seconds),
    'on_hold_time_in_minutes': minutes(case when last_solved_at is not null then 0 end)
} as metric_set
from ticket_state s join tickets t using (ticket_id);
