-- One row per queue, channel and interval as Assembled expected it.
with intervals as (
    select * from {{ ref('stg_assembled__intervals') }}
)

select
    interval_id as forecast_id,
    queue,
    channel,
    interval_start,
    interval_seconds,
    forecast_contacts,
    forecast_handle_seconds,
    required_agents,
    -- The interface shows the forecast in force, not when it was published.
    cast(null as timestamp) as published_at,
    'assembled' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from intervals
where forecast_contacts is not null or required_agents is not null
