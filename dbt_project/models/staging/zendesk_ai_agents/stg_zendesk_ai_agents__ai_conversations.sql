-- One row per conversation of a Zendesk AI agent, as its export counts it.
{% set fields = {
    'bot_id': 'text', 'conversation_id': 'text', 'platform_conversation_id': 'text',
    'conversation_start_time': 'text', 'conversation_end_time': 'text', 'session_ended_timestamp': 'text',
    'language': 'text', 'channel': 'text', 'labels': ['text'], 'conversation_data': 'text', 'test_mode': 'boolean',
    'automated_resolution': 'text', 'resolution_tier': 'text',
    'triggered_use_cases': ['text'], 'triggered_intent_replies': [{'intent_name': 'text'}],
    'bot_messages_count': 'integer', 'visitor_messages_count': 'integer'
} %}
with source as (
    {{ latest_records(source('raw_zendesk_ai_agents', 'conversations'), fields) }}
),

renamed as (
    select
        source.*,
        lower(r.resolution_tier) as tier,
        lower(r.automated_resolution) as automated,
        {{ parse_json(json_or_null('r.conversation_data'), {'email': 'text'}) }} as variables
    from source
)

select
    record_key as zendesk_ai_agents_conversation_id,
    -- A session variable is no account: whoever is named there is this conversation's customer.
    case when nullif(trim(variables.email), '') is not null then record_key end as customer_key,
    -- Any other id is a messaging conversation's, of which the helpdesk tells no ticket.
    case when {{ matches('r.platform_conversation_id', '^[0-9]+$') }} then r.platform_conversation_id end as ticket_id,
    'zendesk_ai_agents:' || r.bot_id as ai_agent_id,
    {{ identity_hash('variables.email') }} as email_hash,
    r.channel as platform,
    lower(r.language) as language,
    coalesce(
        {{ list_item('r.triggered_use_cases', 1) }},
        {{ list_item('r.triggered_intent_replies', 1) }}.intent_name,
        {{ list_item('r.labels', 1) }}
    ) as native_intent,
    coalesce(
        tier, case automated when 'true' then 'automated resolution' when 'false' then 'no automated resolution' end
    ) as resolution_label,
    coalesce(automated = 'true', false) or coalesce(contains(tier, 'verified'), false) as is_claimed,
    coalesce(contains(tier, 'verified'), false) as is_verified,
    cast(null as double) as ai_handle_seconds,
    contains(tier, 'escalat') as is_escalated,
    coalesce(r.test_mode, false) as is_test,
    r.visitor_messages_count as customer_messages,
    r.bot_messages_count as ai_messages,
    {{ utc_timestamp('r.conversation_start_time') }} as created_at,
    {{ utc_timestamp('r.conversation_end_time') }} as ended_at,
    {{ utc_timestamp('r.session_ended_timestamp') }} as updated_at,
    known_at,
    first_known_at
from renamed
