-- One row per build: until when the contact sources have been seen.
-- The least of the sources' last times, leaving out a source that went silent more than three days before the newest.
with last_seen as (
    select source, max(occurred_at) as last_at
    from {{ ref('int_conversation_events_unioned') }}
    group by source
),

newest as (
    select max(last_at) as newest_at from last_seen
)

select min(last_seen.last_at) as observed_until
from last_seen
cross join newest
where {{ add_hours('last_seen.last_at', 72) }} >= newest.newest_at
