-- One row per Zendesk user who is staff, or a tool that holds a staff seat.
with users as (
    select * from {{ ref('stg_zendesk__users') }}
    where role <> 'end-user'
)

select
    'zendesk:' || user_id as agent_id,
    case when is_integration then 'ai' else 'human' end as actor_type,
    name as display_name,
    email_hash,
    cast(null as string) as team,
    employer,
    employer_type,
    cast(null as string) as site,
    time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    case when is_integration and employer_type = 'vendor' then lower(employer) end as vendor,
    cast(null as string) as product,
    cast(null as string) as version,
    cast(null as timestamp) as version_released_at,
    cast(null as timestamp) as knowledge_snapshot_at,
    cast(null as string) as use_case_id,
    'zendesk' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from users
