-- One row per ticket: what its changes add up to.
create table freshdesk_state as
select
    ticket_id, min(moment) as created_at, max(moment) as updated_at, arg_max(status, pos) filter (where status is not null) as status,
    max(moment) filter (where status is not null) as status_at,
    arg_max(group_id, pos) filter (where group_id is not null) as group_id,
    nullif(arg_max(coalesce(assignee_id, -1), pos) filter (where changes_assignee), -1) as responder_id,
    min(moment) filter (where actor = 2 and comment = 1) as first_responded_at,
    max(moment) filter (where actor = 2 and comment = 1) as agent_responded_at,
    max(moment) filter (where actor = 1 and comment = 1 and not is_create) as requester_responded_at,
    max(moment) filter (where status = 2 and status_before in (4, 5)) as reopened_at,
    max(moment) filter (where status = 4) as resolved_at, max(moment) filter (where status = 5) as closed_at,
    max(moment) filter (where status = 3) as pending_since,
    bool_or(mark = 1) as is_abandoned, bool_or(mark = 2) as is_escalated, bool_or(is_spam) as is_spam_listed, bool_or(is_deleted) as is_deleted
from freshdesk_changes group by ticket_id;
