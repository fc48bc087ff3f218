-- One row per person or AI version that can answer; no names.
select
    agent_id,
    actor_type,
    team,
    employer,
    employer_type,
    site,
    time_zone,
    manager_agent_id,
    vendor,
    product,
    version,
    use_case_id,
    hired_at,
    terminated_at,
    version_released_at,
    knowledge_snapshot_at,
    first_known_at,
    last_known_at
from {{ ref('int_agents_merged') }}
