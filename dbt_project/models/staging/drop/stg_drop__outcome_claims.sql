-- One row per unit a vendor claims or bills, as dropped.
{% set fields = {
    'claim_id': 'text',
    'conversation_id': 'text',
    'vendor': 'text',
    'outcome': 'text',
    'claim_state': 'text',
    'claimed_at': 'text',
    'withdrawn_at': 'text',
    'billed_amount': 'text',
    'currency': 'text',
    'invoice_id': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'outcome_claims'), fields) }}
)

select
    r.claim_id,
    r.conversation_id,
    r.vendor,
    r.outcome,
    r.claim_state,
    {{ utc_timestamp('r.claimed_at') }} as claimed_at,
    {{ utc_timestamp('r.withdrawn_at') }} as withdrawn_at,
    {{ try_cast('r.billed_amount', 'decimal(18,6)') }} as billed_amount,
    r.currency,
    r.invoice_id,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
