-- One row per event that changes what a customer is worth, as dropped.
{% set fields = {
    'value_event_id': 'text',
    'customer_id': 'text',
    'occurred_at': 'text',
    'event_type': 'text',
    'amount': 'text',
    'currency': 'text',
    'conversation_id': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'customer_value_events'), fields) }}
)

select
    r.value_event_id,
    r.customer_id,
    {{ utc_timestamp('r.occurred_at') }} as occurred_at,
    r.event_type,
    {{ try_cast('r.amount', 'decimal(18,6)') }} as amount,
    r.currency,
    r.conversation_id,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
