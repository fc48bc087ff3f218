-- One row per message of an Agentforce session.
{% set fields = {
    'ssot__AiAgentSessionId__c': 'text', 'ssot__AiAgentInteractionMessageType__c': 'text',
    'ssot__ContentText__c': 'text', 'ssot__MessageSentTimestamp__c': 'text'
} %}
with source as (
    {{ latest_records(source('raw_agentforce', 'messages'), fields) }}
),

renamed as (
    select
        source.record_key as message_id,
        source.r.ssot__aiagentsessionid__c as agentforce_conversation_id,
        case source.r.ssot__aiagentinteractionmessagetype__c when 'Output' then 'ai' when 'Input' then 'customer' end
            as sender_type,
        nullif(source.r.ssot__contenttext__c, 'NOT_SET') as body,
        {{ utc_timestamp("nullif(source.r.ssot__messagesenttimestamp__c, 'NOT_SET')") }} as occurred_at,
        source.known_at,
        source.first_known_at
    from source
),

placed as (
    select
        renamed.*,
        sessions.individual_id,
        sessions.is_escalated,
        row_number() over (
            partition by renamed.agentforce_conversation_id
            order by
                case when renamed.sender_type = 'ai' then 0 else 1 end,
                renamed.occurred_at desc nulls last,
                renamed.message_id desc
        ) as from_the_last_of_the_ai
    from renamed
    left join {{ ref('stg_agentforce__ai_conversations') }} as sessions
        on renamed.agentforce_conversation_id = sessions.agentforce_conversation_id
)

select
    message_id,
    agentforce_conversation_id,
    case when sender_type = 'customer' then individual_id end as sender,
    sender_type,
    {{ what_was_said('body', 'sender_type') }},
    -- When it was passed on nobody says; the AI says nothing after it.
    coalesce(is_escalated and from_the_last_of_the_ai = 1, false) as is_hand_off,
    true as is_said,
    occurred_at,
    known_at,
    first_known_at
from placed
