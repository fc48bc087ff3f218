create table ticket_state as
with spans as (
    select ticket_id, status, moment, lead(moment) over (partition by ticket_id order by pos) as until_at
    from ticket_changes where status is not null
), waits as (
    select
        ticket_id,
        sum(until_at - moment) filter (where status = 'pending') as pending_seconds,
        sum(until_at - moment) filter (where status in ('new', 'open', 'hold')) as requester_seconds
    from spans where until_at is not null group by ticket_id
), state as (
    select
        ticket_id,
        max(moment) as updated_at,
        min(moment) as created_at,
        arg_max(status, pos) filter (where status is not null) as status,
        max(moment) filter (where status is not null) as status_at,
        arg_max(group_id, pos) filter (where group_id is not null) as group_id,
        nullif(arg_max(coalesce(assignee_id, -1), pos) filter (where changes_assignee), -1) as assignee_id,
        count(distinct assignee_id) as assignee_stations,
        count(distinct group_id) as group_stations,
        min(moment) filter (where assignee_id is not null) as first_assigned_at,
        max(moment) filter (where assignee_id is not null) as assigned_at,
        max(moment) filter (where actor = 2) as assignee_updated_at,
        max(moment) filter (where actor = 1) as requester_updated_at,
        max(moment) filter (where comment > 0) as latest_comment_at,
        min(moment) filter (where status = 'solved') as first_solved_at,
        max(moment) filter (where status = 'solved') as last_solved_at,
        count(*) filter (where status = 'open' and status_before in ('solved', 'closed')) as reopens,
        count(*) filter (where actor = 2 and comment = 1) as replies,
        min(moment) filter (where actor = 2 and comment = 1) as first_reply_at,
        bool_or(mark = 1) as is_abandoned,
        bool_or(mark = 2) as is_escalated,
        bool_or(mark = 3) as has_tier,
        bool_or(mark = 5) as is_spam_tagged,
        bool_or(changes_assignee) as had_person,
        max(moment) filter (where mark = 4) as rated_at
    from ticket_changes group by ticket_id
)
select
    s.*, w.pending_seconds, w.requester_seconds,
    case when had_person or is_escalated or channel != 0 then 'agent' else 'ai_agent' end as support_type,
    list_filter([t.intent_value, case when is_escalated then 'escalated_from_ai' end,
        case when is_abandoned then 'abandoned_in_queue' end, case when is_spam_tagged then 'spam' end],
        lambda x: x is not null) as tags,
    case when has_tier and t.needs_person then 'zd_assisted_resolution' when has_tier then 'zd_automated_resolution' end
        as resolution_type,
    case when not has_tier then null
        when t.needs_person then 'zd_resolution_tier_assisted_escalation'
        when not t.is_engaged then 'zd_resolution_tier_non_automated'
        when t.confirms then 'zd_resolution_tier_core_resolution'
        else 'zd_resolution_tier_contained_resolution' end as resolution_tier
from state s left join waits w using (ticket_id) join tickets t using (ticket_id);
