-- One row per customer record of a source; one person may have several, as dropped.
{% set fields = {
    'customer_id': 'text',
    'account_id': 'text',
    'identity_hash': 'text',
    'segment': 'text',
    'plan': 'text',
    'region': 'text',
    'language': 'text',
    'created_at': 'text',
    'lifecycle_stage': 'text',
    'is_identified': 'boolean',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'customers'), fields) }}
)

select
    r.customer_id,
    r.account_id,
    r.identity_hash,
    r.segment,
    r.plan,
    r.region,
    r.language,
    {{ utc_timestamp('r.created_at') }} as created_at,
    r.lifecycle_stage,
    r.is_identified,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
