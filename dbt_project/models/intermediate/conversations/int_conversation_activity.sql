-- One row per conversation with events: replies, stations and the moments its clocks run between.
-- A moment is null when the event that marks it has no time, and a reply's also when an earlier public message may have
-- been one because its author is unknown.
{% set could_answer = "is_answer or (event_type = 'message' and visibility = 'public' and actor_type is null)" %}
{% set could_be_reply = "(" ~ could_answer ~ ") and not coalesce(is_greeting, false)" %}
{% set could_be_human = "(" ~ could_answer ~ ") and coalesce(actor_type, 'human') = 'human'" %}
{% set known_reply_at = "case when event_type = 'answered' or actor_type is not null then occurred_at end" %}
select
    conversation_id,
    count(*) as events,
    count(case when is_answer and event_type = 'message' and actor_type = 'human' then 1 end) as agent_replies,
    count(case when is_answer and event_type = 'message' and actor_type = 'ai' and not is_greeting then 1 end)
        as ai_replies,
    count(case when is_answer and actor_type in ('human', 'ai') and not is_greeting then 1 end) as touches,
    count(case when is_customer_message then 1 end) as customer_replies,
    count(case when event_type = 'reopened' then 1 end) as reopens,
    count(distinct case when event_type = 'assignment' then to_value end) as assignee_stations,
    count(distinct case when event_type = 'group_assignment' then to_value end) as group_stations,
    max(case when event_type = 'abandoned' then 1 else 0 end) = 1 as has_abandoned,
    max(case when event_type = 'solved' then 1 else 0 end) = 1 as has_solved,
    max(case when event_type in ('solved', 'closed') then 1 else 0 end) = 1 as has_ended,
    -- A reopening restarts the case: until it ends again, no end stands.
    coalesce(
        max(case when event_type = 'reopened' then event_position end)
        > coalesce(max(case when event_type in ('solved', 'closed') then event_position end), 0), false
    ) as is_reopened,
    {{ time_of_first(could_be_reply, known_reply_at) }}
        as first_reply_at,
    {{ time_of_first(could_be_human, "case when actor_type is not null then occurred_at end") }}
        as first_human_reply_at,
    {{ time_of_first("event_type = 'assignment' and to_value is not null") }} as first_assigned_at,
    {{ time_of_first("event_type = 'queued'") }} as queued_at,
    {{ time_of_first("event_type in ('answered', 'abandoned')") }} as left_queue_at,
    {{ time_of_first("event_type = 'solved'") }} as first_solved_at,
    {{ time_of_last("event_type = 'solved'") }} as last_solved_at,
    {{ time_of_first("event_type = 'closed'") }} as first_closed_at,
    {{ time_of_last("event_type = 'closed'") }} as last_closed_at,
    min(effective_at) as first_event_at,
    min(first_known_at) as first_known_at,
    max(extracted_at) as last_known_at
from {{ ref('int_events_attributed') }}
group by conversation_id
