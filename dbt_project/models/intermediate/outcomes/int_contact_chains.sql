-- One row per conversation with the chain of contacts it belongs to: contacts of one person on one matter, at most
-- `journey_gap_days` between the end of one and the start of the next, whatever the channel and whoever answered.
-- A person not identified, or a matter not known, makes a journey of its own.
with ends as (
    select conversation_id, max(finished_at) as finished_at
    from {{ ref('int_legs_measured') }}
    group by conversation_id
),

contacts as (
    select
        screened.conversation_id,
        coalesce(screened.opened_at, timestamp '1970-01-01 00:00:00') as opened_at,
        case
            when screened.is_identified and screened.issue_key is not null and screened.opened_at is not null
                then screened.person_id
            else screened.conversation_id
        end as thread_person,
        case
            when screened.is_identified and screened.issue_key is not null and screened.opened_at is not null
                then screened.issue_key
            else screened.conversation_id
        end as thread_issue,
        greatest(
            coalesce(screened.opened_at, timestamp '1970-01-01 00:00:00'),
            coalesce(ends.finished_at, screened.opened_at)
        ) as ended_at
    from {{ ref('int_conversations_screened') }} as screened
    left join ends on screened.conversation_id = ends.conversation_id
),

reached as (
    select
        *,
        max(ended_at) over (
            partition by thread_person, thread_issue
            order by opened_at, conversation_id
            rows between unbounded preceding and 1 preceding
        ) as last_ended_at
    from contacts
),

islands as (
    select
        *,
        sum(case
            when last_ended_at is null then 1
            when opened_at > {{ add_hours('last_ended_at', 24 * var('journey_gap_days')) }} then 1
            else 0
        end) over (
            partition by thread_person, thread_issue
            order by opened_at, conversation_id
            rows between unbounded preceding and current row
        ) as island
    from reached
)

select
    conversation_id,
    opened_at,
    first_value(conversation_id) over (
        partition by thread_person, thread_issue, island order by opened_at, conversation_id
    ) as chain_id,
    min(opened_at) over (partition by thread_person, thread_issue, island) as chain_opened_at
from islands
