-- One row per Forethought conversation, as its analytics tell it.
{% set fields = {
    'conversation_id': 'text', 'channel': 'text', 'chat_start_time': 'text', 'chat_duration': 'number',
    'last_non_handoff_intent': 'text',
    'deflected': 'boolean', 'chat_handoff': 'boolean', 'helpdesk_ticket_id': 'text',
    'csat_score': 'number', 'csat_resolve': 'boolean'
} %}
with source as (
    {{ latest_records(source('raw_forethought', 'conversations'), fields) }}
),

renamed as (
    select
        source.*,
        {{ utc_timestamp('r.chat_start_time') }} as created_at
    from source
)

select
    r.conversation_id as forethought_conversation_id,
    nullif(r.helpdesk_ticket_id, '') as ticket_id,
    -- Forethought tells no version of its agent: all its answers are one actor's.
    'forethought:agent' as ai_agent_id,
    -- Nor who the customer is: the ticket knows.
    cast(null as string) as email_hash,
    r.channel as platform,
    cast(null as string) as language,
    r.last_non_handoff_intent as native_intent,
    case r.deflected when true then 'deflected' when false then 'not deflected' end as resolution_label,
    r.csat_score,
    r.csat_resolve as is_confirmed,
    -- A chat that was passed on is not the AI's alone: how long it took says nothing of the AI's part.
    case when r.chat_handoff = false then r.chat_duration end as ai_handle_seconds,
    r.chat_handoff as is_escalated,
    cast(null as boolean) as is_test,
    created_at,
    case when r.chat_duration >= 0 then {{ add_seconds('created_at', 'r.chat_duration') }} end as ended_at,
    cast(null as timestamp) as updated_at,
    known_at,
    first_known_at
from renamed
