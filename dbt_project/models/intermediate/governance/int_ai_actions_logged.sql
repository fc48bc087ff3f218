-- One row per action an AI took or tried. A conversation whose source logs actions with their limits is read from that
-- log, any other from its tool calls.
with logged as (
    select actions.*, records.canonical_id
    from {{ ref('int_ai_actions_unioned') }} as actions
    left join {{ ref('int_conversation_records_ranked') }} as records
        on actions.conversation_id = records.conversation_id
),

logged_conversations as (
    select distinct canonical_id from logged where canonical_id is not null
)

select
    action_id,
    canonical_id as conversation_id,
    actor_id,
    'log' as origin,
    action_type,
    amount,
    currency,
    limit_amount,
    risk_tier,
    approval_required as is_approval_required,
    approved_by,
    {{ known('decision') }} as decision,
    cast(null as string) as sub_agent,
    occurred_at,
    approved_at,
    first_known_at,
    extracted_at as last_known_at
from logged
union all
select
    events.event_id as action_id,
    events.conversation_id,
    events.actor_id,
    'tool_call' as origin,
    events.tool_name as action_type,
    cast(null as decimal(18, 6)) as amount,
    cast(null as string) as currency,
    cast(null as decimal(18, 6)) as limit_amount,
    cast(null as string) as risk_tier,
    cast(null as boolean) as is_approval_required,
    cast(null as string) as approved_by,
    cast(null as string) as decision,
    events.sub_agent,
    events.occurred_at,
    cast(null as timestamp) as approved_at,
    events.first_known_at,
    events.extracted_at as last_known_at
from {{ ref('int_events_attributed') }} as events
left join logged_conversations on events.conversation_id = logged_conversations.canonical_id
where events.event_type = 'action' and events.actor_type = 'ai' and logged_conversations.canonical_id is null
    -- An answer of a model that led to no tool did nothing.
    and events.tool_name is not null
