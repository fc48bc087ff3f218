-- One row per team, queue or support line, as dropped.
{% set fields = {
    'group_id': 'text',
    'name': 'text',
    'tier': 'integer',
    'channel': 'text',
    'schedule_id': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'groups'), fields) }}
)

select
    r.group_id,
    r.name,
    r.tier,
    r.channel,
    r.schedule_id,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
