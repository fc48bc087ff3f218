-- One row per event of a known conversation, in one total order per canonical conversation.
-- An event without a time keeps its place by sequence: it takes the last time known before it in its source.
with attached as (
    select
        events.*,
        records.canonical_id,
        records.opened_at as record_opened_at,
        coalesce({{ known('events.actor_type') }}, agents.actor_type) as known_actor_type,
        count(events.occurred_at) over (
            partition by events.conversation_id
            order by coalesce(events.sequence, 0), events.event_id
            rows between unbounded preceding and current row
        ) as times_known
    from {{ ref('int_conversation_events_unioned') }} as events
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on events.conversation_id = records.conversation_id
    left join {{ ref('int_agents_merged') }} as agents on events.actor_id = agents.agent_id
),

timed as (
    select
        *,
        coalesce(
            occurred_at, max(occurred_at) over (partition by conversation_id, times_known), record_opened_at
        ) as effective_at
    from attached
)

select
    event_id,
    canonical_id as conversation_id,
    conversation_id as source_conversation_id,
    row_number() over (
        partition by canonical_id
        order by case when effective_at is null then 0 else 1 end, effective_at, source, coalesce(sequence, 0), event_id
    ) as event_position,
    occurred_at,
    effective_at,
    event_type,
    actor_id,
    known_actor_type as actor_type,
    coalesce(visibility, 'public') as visibility,
    from_value,
    to_value,
    text_chars,
    text_hash,
    tool_name,
    article_id,
    sub_agent,
    tokens_in,
    tokens_out,
    source,
    first_known_at,
    extracted_at
from timed
