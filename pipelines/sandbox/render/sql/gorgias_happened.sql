-- One row per event, in the words of the tool's own log. `place` orders what happened in one step.
create table gorgias_happened as
with steps as (
    select thread, thread_key, moment, n, author, p.agent,
        case when part_type = 'assignment' and team_id is not null then 'ticket-team-assigned'
            when part_type = 'assignment' and to_agent is not null then 'ticket-assigned'
            when part_type = 'assignment' then 'ticket-unassigned'
            when part_type = 'close' then 'ticket-closed' when part_type = 'snoozed' then 'ticket-snoozed'
            when state_before = 'closed' then 'ticket-reopened' when state_before = 'snoozed' then 'ticket-self-unsnoozed' end as type,
        case when part_type = 'assignment' and team_id is not null then json_object('assignee_team_id', team_id)
            when part_type = 'assignment' and to_agent is not null then json_object('assignee_user_id', b.helpdesk_id) end as data,
        case when part_type = 'open' then 0 else 3 end as place
    from inbox_parts p left join agents b on b.agent = p.to_agent
    where part_type in ('assignment', 'close', 'snoozed', 'open')
    union all
    select thread, thread_key, moment, n, author, null, case when is_added then 'ticket-tags-added' else 'ticket-tags-removed' end,
        json_object(case when is_added then 'tags_added' else 'tags_removed' end, [tag_id]), case when is_added then 2 else 4 end
    from gorgias_tags
    union all
    select contact, thread_key, created_at, 0, 'customer', null, 'ticket-created', null, 0 from inbox_threads
    union all
    select contact, thread_key, deleted_at, 990, 'operator', null, unnest(['ticket-marked-spam', 'ticket-trashed']), null, 5
    from inbox_threads where deleted_at is not null
)
select *, 'Ticket' as object_type, $FIRST_CONVERSATION + thread_key as object_id from steps where type is not null
union all
select thread, thread_key, coalesce(answered_at, asked_at), 995, 'operator', null,
    case when answered_at is null then 'satisfaction-survey-sent' else 'satisfaction-survey-responded' end, null, 6,
    'SatisfactionSurvey', survey
from gorgias_asked;
