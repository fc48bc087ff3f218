-- One row per team, queue or support line.
select
    group_id,
    group_name,
    tier,
    channel,
    schedule_id,
    first_known_at,
    last_known_at
from {{ ref('int_groups_merged') }}
