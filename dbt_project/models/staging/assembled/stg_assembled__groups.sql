-- One row per Assembled queue.
{% set fields = {'id': 'text', 'name': 'text', 'updated_at': 'text'} %}
with source as (
    {{ latest_records(source('raw_assembled', 'queues'), fields) }}
)

select
    'assembled:' || r.id as group_id,
    r.name,
    cast(null as bigint) as tier,
    cast(null as string) as channel,
    cast(null as string) as schedule_id,
    'assembled' as source,
    known_at as extracted_at,
    first_known_at,
    {{ flexible_timestamp('r.updated_at') }} as source_updated_at
from source
