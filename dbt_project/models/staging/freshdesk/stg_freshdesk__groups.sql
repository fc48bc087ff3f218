-- One row per Freshdesk group.
with source as (
    {{ latest_records(source('raw_freshdesk', 'groups'), {'id': 'text', 'name': 'text', 'updated_at': 'text'}) }}
)

select
    'freshdesk:' || r.id as group_id,
    r.name,
    {{ try_cast(extract_pattern('lower(r.name)', '(tier|line|level) ?([1-9])', 2), 'bigint') }} as tier,
    cast(null as string) as channel,
    cast(null as string) as schedule_id,
    'freshdesk' as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.updated_at') }} as source_updated_at
from source
