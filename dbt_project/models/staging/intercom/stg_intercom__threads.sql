-- One row per Intercom conversation, as Intercom exports it.
{% set fields = {
    'id': 'text', 'created_at': 'integer', 'updated_at': 'integer', 'state': 'text', 'priority': 'text',
    'admin_assignee_id': 'text', 'team_assignee_id': 'text',
    'source': {
        'type': 'text', 'delivered_as': 'text', 'body': 'text', 'redacted': 'boolean',
        'author': {'type': 'text', 'id': 'text'}
    },
    'channel': {'initial': 'text'},
    'contacts': {'contacts': [{'id': 'text'}]},
    'custom_attributes': {var('intercom_topic_attribute'): 'text', var('intercom_language_attribute'): 'text'},
    'tags': {'tags': [{'id': 'text', 'name': 'text', 'applied_at': 'integer'}]},
    'conversation_rating': {
        'rating': 'number', 'created_at': 'integer', 'updated_at': 'integer', 'teammate': {'type': 'text', 'id': 'text'}
    },
    'sla_applied': {'sla_status': 'text'},
    'statistics': {'last_close_at': 'integer', 'handling_time': 'number', 'count_conversation_parts': 'integer'},
    'linked_objects': {'data': [{'type': 'text', 'id': 'text'}]},
    'ai_agent_participated': 'boolean',
    'ai_agent': {
        'source_type': 'text', 'resolution_state': 'text', 'rating': 'number', 'created_at': 'integer',
        'updated_at': 'integer', 'content_sources': {'content_sources': [{'content_type': 'text', 'url': 'text'}]}
    }
} %}
with source as (
    {{ latest_records(source('raw_intercom', 'conversations'), fields) }}
)

select
    r.id as thread_id,
    -- A conversation with several contacts is the first one's; the others were added to it.
    {{ list_item('r.contacts.contacts', 1) }}.id as contact_id,
    nullif(r.team_assignee_id, '0') as team_id,
    r.source.author.id as opening_author_id,
    r.source.author.type as opening_author_type,
    {{ plain_text('r.source.body') }} as opening_body,
    coalesce(r.source.redacted, false) as is_opening_redacted,
    r.source.delivered_as,
    -- Versions before 2.16 tell the kind of the first message only.
    lower(coalesce(r.channel.initial, r.source.type)) as native_channel,
    r.state,
    r.priority,
    r.custom_attributes.{{ var('intercom_topic_attribute') }} as native_intent,
    lower(substr(r.custom_attributes.{{ var('intercom_language_attribute') }}, 1, 2)) as language,
    r.sla_applied.sla_status,
    r.tags.tags,
    r.linked_objects.data as linked_objects,
    r.statistics.handling_time as handle_seconds,
    r.statistics.count_conversation_parts as parts_counted,
    coalesce(r.ai_agent_participated, false) as has_ai,
    r.ai_agent.source_type as ai_source_type,
    r.ai_agent.resolution_state,
    r.ai_agent.content_sources.content_sources as ai_content,
    r.ai_agent.rating as ai_rating,
    {{ epoch_to_timestamp('r.ai_agent.created_at') }} as ai_rated_at,
    r.conversation_rating.rating,
    r.conversation_rating.teammate.id as rated_admin_id,
    {{ epoch_to_timestamp('r.conversation_rating.created_at') }} as rated_at,
    {{ epoch_to_timestamp('r.statistics.last_close_at') }} as last_closed_at,
    {{ epoch_to_timestamp('r.created_at') }} as created_at,
    {{ epoch_to_timestamp('r.updated_at') }} as updated_at,
    known_at,
    first_known_at
from source
