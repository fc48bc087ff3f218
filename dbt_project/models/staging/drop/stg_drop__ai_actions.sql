-- One row per action an AI took or tried, as dropped.
{% set fields = {
    'action_id': 'text',
    'conversation_id': 'text',
    'actor_id': 'text',
    'occurred_at': 'text',
    'action_type': 'text',
    'amount': 'text',
    'currency': 'text',
    'limit_amount': 'text',
    'risk_tier': 'text',
    'approval_required': 'boolean',
    'approved_by': 'text',
    'approved_at': 'text',
    'decision': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'ai_actions'), fields) }}
)

select
    r.action_id,
    r.conversation_id,
    r.actor_id,
    {{ utc_timestamp('r.occurred_at') }} as occurred_at,
    r.action_type,
    {{ try_cast('r.amount', 'decimal(18,6)') }} as amount,
    r.currency,
    {{ try_cast('r.limit_amount', 'decimal(18,6)') }} as limit_amount,
    r.risk_tier,
    r.approval_required,
    r.approved_by,
    {{ utc_timestamp('r.approved_at') }} as approved_at,
    r.decision,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
