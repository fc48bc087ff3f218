-- One row per Gorgias team.
with source as (
    {{ latest_records(source('raw_gorgias', 'teams'), {'id': 'text', 'name': 'text'}) }}
)

select
    'gorgias:' || r.id as group_id,
    r.name,
    {{ try_cast(extract_pattern('lower(r.name)', '(tier|line|level) ?([1-9])', 2), 'bigint') }} as tier,
    cast(null as string) as channel,
    cast(null as string) as schedule_id,
    'gorgias' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from source
