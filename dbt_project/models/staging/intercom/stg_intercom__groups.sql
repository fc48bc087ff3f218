-- One row per Intercom team.
with source as (
    {{ latest_records(source('raw_intercom', 'teams'), {'id': 'text', 'name': 'text'}) }}
)

select
    'intercom:' || r.id as group_id,
    r.name,
    {{ try_cast(extract_pattern('lower(r.name)', '(tier|line|level) ?([1-9])', 2), 'bigint') }} as tier,
    cast(null as string) as channel,
    cast(null as string) as schedule_id,
    'intercom' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from source
