-- One row per Freshdesk ticket, deleted ones and spam included.
{% set fields = {
    'id': 'text', 'description': 'text', 'description_text': 'text', 'status': 'text', 'priority': 'text', 'source': 'text',
    'requester_id': 'text', 'responder_id': 'text', 'group_id': 'text', 'spam': 'boolean', 'deleted': 'boolean',
    'tags': ['text'], 'fr_due_by': 'text', 'created_at': 'text', 'updated_at': 'text',
    'custom_fields': {
        var('freshdesk_intent_field'): 'text', var('freshdesk_language_field'): 'text', var('freshdesk_ai_field'): 'text'
    },
    'stats': {'first_responded_at': 'text', 'resolved_at': 'text', 'closed_at': 'text'}
} %}
with source as (
    {{ latest_records(source('raw_freshdesk', 'tickets'), fields) }}
)

select
    r.id as ticket_id,
    r.requester_id,
    r.responder_id,
    r.group_id,
    coalesce(nullif(trim(r.description_text), ''), {{ plain_text('r.description') }}) as description,
    r.status as native_status,
    {{ mapped_or_unknown(freshdesk_status('r.status'), 'r.status') }} as status,
    {{ mapped_or_unknown(
        "case r.priority when '1' then 'low' when '2' then 'normal' when '3' then 'high' when '4' then 'urgent' end",
        'r.priority'
    ) }} as priority,
    r.source as native_channel,
    r.tags,
    -- The field is there on deleted tickets only; on any other it is missing.
    coalesce(r.deleted, false) or coalesce(r.spam, false) as is_deleted,
    r.custom_fields.{{ var('freshdesk_intent_field') }} as native_intent,
    lower(substr(r.custom_fields.{{ var('freshdesk_language_field') }}, 1, 2)) as language,
    r.custom_fields.{{ var('freshdesk_ai_field') }} as native_ai_label,
    {{ utc_timestamp('r.fr_due_by') }} as reply_due_at,
    {{ utc_timestamp('r.stats.first_responded_at') }} as first_responded_at,
    {{ utc_timestamp('r.stats.resolved_at') }} as resolved_at,
    {{ utc_timestamp('r.stats.closed_at') }} as closed_at,
    {{ utc_timestamp('r.created_at') }} as created_at,
    {{ utc_timestamp('r.updated_at') }} as updated_at,
    known_at,
    first_known_at
from source
