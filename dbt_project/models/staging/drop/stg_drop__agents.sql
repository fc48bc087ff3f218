-- One row per person or AI version that can answer, and source, as dropped.
{% set fields = {
    'agent_id': 'text',
    'actor_type': 'text',
    'display_name': 'text',
    'email_hash': 'text',
    'team': 'text',
    'employer': 'text',
    'employer_type': 'text',
    'site': 'text',
    'time_zone': 'text',
    'manager_agent_id': 'text',
    'hired_at': 'text',
    'terminated_at': 'text',
    'vendor': 'text',
    'product': 'text',
    'version': 'text',
    'version_released_at': 'text',
    'knowledge_snapshot_at': 'text',
    'use_case_id': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'agents'), fields) }}
)

select
    r.agent_id,
    r.actor_type,
    r.display_name,
    r.email_hash,
    r.team,
    r.employer,
    r.employer_type,
    r.site,
    r.time_zone,
    r.manager_agent_id,
    {{ utc_timestamp('r.hired_at') }} as hired_at,
    {{ utc_timestamp('r.terminated_at') }} as terminated_at,
    r.vendor,
    r.product,
    r.version,
    {{ utc_timestamp('r.version_released_at') }} as version_released_at,
    {{ utc_timestamp('r.knowledge_snapshot_at') }} as knowledge_snapshot_at,
    r.use_case_id,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
