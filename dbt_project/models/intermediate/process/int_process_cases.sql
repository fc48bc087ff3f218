-- One row per conversation: which way it took through the process, what was done twice, and what was not allowed.
with numbered as (
    select
        *,
        row_number() over (partition by conversation_id, activity order by event_number) as occurrence
    from {{ ref('int_process_events') }}
),

walked as (
    select
        conversation_id,
        max(first_population) as first_population,
        count(*) as events,
        count(case when occurrence > 1 then 1 end) as repeated_events,
        {{ joined_in_order('activity', 'event_number') }} as variant
    from numbered
    group by conversation_id
),

moved as (
    select
        conversation_id,
        count(*) as transitions,
        count(case when is_allowed then 1 end) as allowed_transitions
    from {{ ref('int_process_transitions') }}
    group by conversation_id
)

select
    walked.conversation_id,
    walked.first_population,
    walked.events,
    walked.repeated_events,
    walked.repeated_events > 0 as is_rework,
    coalesce(moved.transitions, 0) as transitions,
    coalesce(moved.allowed_transitions, 0) as allowed_transitions,
    coalesce(moved.transitions, 0) = coalesce(moved.allowed_transitions, 0) as is_conformant,
    walked.variant
from walked
left join moved on walked.conversation_id = moved.conversation_id
