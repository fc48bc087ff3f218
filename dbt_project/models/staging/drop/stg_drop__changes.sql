-- One row per change of policy, knowledge or AI, as dropped.
{% set fields = {
    'change_id': 'text',
    'kind': 'text',
    'subject': 'text',
    'intents': 'text',
    'decided_at': 'text',
    'live_for_humans_at': 'text',
    'live_for_ai_at': 'text',
    'rolled_back_at': 'text',
    'owner': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'changes'), fields) }}
)

select
    r.change_id,
    r.kind,
    r.subject,
    r.intents,
    {{ utc_timestamp('r.decided_at') }} as decided_at,
    {{ utc_timestamp('r.live_for_humans_at') }} as live_for_humans_at,
    {{ utc_timestamp('r.live_for_ai_at') }} as live_for_ai_at,
    {{ utc_timestamp('r.rolled_back_at') }} as rolled_back_at,
    r.owner,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
