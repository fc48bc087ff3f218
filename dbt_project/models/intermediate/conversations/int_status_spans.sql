-- One row per stretch a conversation spent in one status, from its opening to its last known move.
with moves as (
    select
        conversation_id,
        event_position,
        occurred_at,
        from_value,
        case event_type
            when 'solved' then 'solved'
            when 'closed' then 'closed'
            when 'reopened' then coalesce(to_value, 'open')
            else to_value
        end as status
    from {{ ref('int_conversation_events_ordered') }}
    where event_type in ('status_change', 'solved', 'closed', 'reopened')
),

firsts as (
    select
        moves.conversation_id,
        cast(0 as bigint) as event_position,
        conversations.opened_at as occurred_at,
        coalesce(moves.from_value, 'new') as status
    from (
        select *, row_number() over (partition by conversation_id order by event_position) as move_number
        from moves
    ) as moves
    inner join {{ ref('int_conversations_merged') }} as conversations
        on moves.conversation_id = conversations.conversation_id
    where moves.move_number = 1
),

statuses as (
    select conversation_id, event_position, occurred_at, status from firsts
    union all
    select conversation_id, event_position, occurred_at, status from moves
)

select
    conversation_id,
    status,
    occurred_at as started_at,
    lead(occurred_at) over (partition by conversation_id order by event_position) as ended_at,
    -- The present status has no end yet; another stretch without one misses its time.
    lead(event_position) over (partition by conversation_id order by event_position) is null as is_present
from statuses
