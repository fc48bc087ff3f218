-- One row per conversation with events: replies, stations and the moments its clocks run between.
select
    conversation_id,
    count(*) as events,
    count(case when is_answer and event_type = 'message' and actor_type = 'human' then 1 end) as agent_replies,
    count(case when is_answer and event_type = 'message' and actor_type = 'ai' and not is_greeting then 1 end)
        as ai_replies,
    count(case when is_customer_message then 1 end) as customer_replies,
    count(case when event_type = 'reopened' then 1 end) as reopens,
    count(distinct case when event_type = 'assignment' then to_value end) as assignee_stations,
    count(distinct case when event_type = 'group_assignment' then to_value end) as group_stations,
    max(case when event_type = 'abandoned' then 1 else 0 end) = 1 as has_abandoned,
    min(case when is_answer and not is_greeting and actor_type in ('human', 'ai') then occurred_at end)
        as first_reply_at,
    min(case when is_answer and actor_type = 'human' then occurred_at end) as first_human_reply_at,
    min(case when event_type = 'assignment' then occurred_at end) as first_assigned_at,
    min(case when event_type = 'queued' then occurred_at end) as queued_at,
    min(case when event_type in ('answered', 'abandoned') then occurred_at end) as left_queue_at,
    min(case when event_type = 'solved' then occurred_at end) as first_solved_at,
    max(case when event_type = 'solved' then occurred_at end) as last_solved_at,
    max(case when event_type = 'closed' then occurred_at end) as last_closed_at,
    min(first_known_at) as first_known_at,
    max(extracted_at) as last_known_at
from {{ ref('int_events_attributed') }}
group by conversation_id
