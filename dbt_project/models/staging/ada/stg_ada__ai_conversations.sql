-- One row per Ada conversation, as Ada exports it.
{% set fields = {
    '_id': 'text', 'chatter_id': 'text', 'platform': 'text', 'language': 'text',
    'is_escalated': 'boolean', 'is_test_user': 'boolean', 'bot_handle_time': 'number',
    'automated_resolution_classification': 'text',
    'classifications': [{'topic_name': 'text', 'intents': [{'intent_name': 'text'}]}],
    'generated_topic_label': 'text',
    'csat': 'text', 'used_articles': [{'id': 'text', 'url': 'text', 'source': 'text'}],
    'metavariables': {'ticket_id': 'text', 'email': 'text'}, 'variables': {'agent_version': 'text'},
    'date_created': 'text', 'date_updated': 'text'
} %}
with source as (
    {{ latest_records(source('raw_ada', 'conversations'), fields) }}
),

renamed as (
    select
        source.*,
        {{ list_item('source.r.classifications', 1) }} as classification
    from source
)

select
    r._id as ada_conversation_id,
    r.chatter_id,
    nullif(r.metavariables.ticket_id, '') as ticket_id,
    -- One actor per version, as people are one actor each: a version is what gets better or worse.
    'ada:' || coalesce(nullif(r.variables.agent_version, ''), 'unknown') as ai_agent_id,
    {{ identity_hash('r.metavariables.email') }} as email_hash,
    r.platform,
    lower(substr(r.language, 1, 2)) as language,
    coalesce(
        {{ list_item('classification.intents', 1) }}.intent_name, classification.topic_name, r.generated_topic_label
    ) as native_intent,
    r.automated_resolution_classification as resolution_label,
    r.csat,
    r.used_articles,
    r.bot_handle_time as ai_handle_seconds,
    coalesce(r.is_escalated, false) as is_escalated,
    coalesce(r.is_test_user, false) as is_test,
    {{ utc_timestamp('r.date_created') }} as created_at,
    {{ utc_timestamp('r.date_updated') }} as updated_at,
    known_at,
    first_known_at
from renamed
