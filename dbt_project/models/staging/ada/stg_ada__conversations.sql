-- One row per Ada conversation.
with conversations as (
    select * from {{ ref('stg_ada__ai_conversations') }}
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'ada'
)

select
    'ada:' || conversations.ada_conversation_id as conversation_id,
    -- A ticket made for it is the same conversation seen from the helpdesk.
    coalesce('zendesk:' || conversations.ticket_id, 'ada:' || conversations.ada_conversation_id)
        as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'lower(conversations.platform)') }} as channel,
    'ada:' || conversations.chatter_id as customer_id,
    cast(null as string) as group_id,
    conversations.created_at as opened_at,
    -- Ada keeps no status: a label given a day later is a judgement, not an end.
    cast(null as timestamp) as resolved_at,
    cast(null as timestamp) as closed_at,
    cast(null as string) as status,
    cast(null as string) as native_status,
    -- The AI's own time; the time of people after a hand-off is the helpdesk's to tell.
    conversations.ai_handle_seconds as native_handle_seconds,
    cast(null as boolean) as native_sla_met,
    conversations.native_intent,
    conversations.resolution_label as native_ai_label,
    cast(null as string) as priority,
    conversations.language,
    cast(null as string) as lifecycle_stage,
    cast(null as boolean) as is_proactive,
    conversations.is_test,
    cast(null as string) as parent_conversation_id,
    cast(null as string) as merged_into_id,
    cast(null as string) as duplicate_of_id,
    cast(null as timestamp) as deleted_at,
    cast(null as string) as tags,
    'ada' as source,
    conversations.known_at as extracted_at,
    conversations.first_known_at,
    conversations.updated_at as source_updated_at
from conversations
left join channels on lower(conversations.platform) = channels.native_channel
