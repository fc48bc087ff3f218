-- One row per queue, channel and interval that Assembled has counted; an interval still to come has no row.
with intervals as (
    select * from {{ ref('stg_assembled__intervals') }}
)

select
    interval_id as demand_interval_id,
    queue,
    channel,
    interval_start,
    interval_seconds,
    contacts_offered,
    contacts_answered,
    contacts_abandoned,
    'assembled' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from intervals
where contacts_offered is not null
