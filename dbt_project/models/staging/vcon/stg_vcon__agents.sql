-- One row per person at work or bot in vCons, with the key by which they are found elsewhere.
with seen as (
    select
        *,
        min(first_known_at) over (partition by actor_id) as agent_first_known_at,
        row_number() over (partition by actor_id order by known_at desc, vcon_uuid asc, place asc) as age_rank
    from {{ ref('stg_vcon__parties') }}
    where actor_type in ('human', 'ai') and actor_id is not null
)

select
    actor_id as agent_id,
    agent_key,
    actor_type,
    display_name,
    email_hash,
    team,
    employer,
    case when actor_type = 'ai' and employer is not null then 'vendor' end as employer_type,
    cast(null as string) as site,
    cast(null as string) as time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    case when actor_type = 'ai' then lower(trim(employer)) end as vendor,
    case when actor_type = 'ai' then display_name end as product,
    cast(null as string) as version,
    cast(null as timestamp) as version_released_at,
    cast(null as timestamp) as knowledge_snapshot_at,
    cast(null as string) as use_case_id,
    'vcon' as source,
    known_at as extracted_at,
    agent_first_known_at as first_known_at,
    cast(null as timestamp) as source_updated_at
from seen
where age_rank = 1
