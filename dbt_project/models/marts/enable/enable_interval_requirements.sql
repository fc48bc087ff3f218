-- One row per queue, weekday and 10 minutes of a typical week of the next four: people needed, planned with
-- customers who give up and stressed without, beside people who are there.
select
    queue,
    weekday,
    day_slot,
    starts_at,
    is_open,
    contacts,
    required_agents,
    required_agents_stress,
    square_root_agents,
    workload_agents,
    staffed_agents,
    gap_agents,
    ai_n,
    ai_kept,
    ai_absorption,
    model
from {{ source('analysis', 'interval_requirements') }}
