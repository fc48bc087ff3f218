-- One row per person with a Gorgias seat, and one per bot that wrote to a customer by itself and not for a rule.
with users as (
    select * from {{ ref('stg_gorgias__users') }}
),

speaking as (
    select distinct actor_id
    from {{ ref('stg_gorgias__messages') }}
    where actor_type = 'ai'
)

select
    'gorgias:' || users.user_id as agent_id,
    case when users.is_bot then 'ai' else 'human' end as actor_type,
    users.display_name,
    case when not users.is_bot then users.email_hash end as email_hash,
    cast(null as string) as team,
    case when users.is_bot then 'Gorgias' end as employer,
    case when users.is_bot then 'vendor' end as employer_type,
    cast(null as string) as site,
    case when not users.is_bot then users.time_zone end as time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    case when users.is_bot then 'gorgias' end as vendor,
    case when users.is_bot then 'AI Agent' end as product,
    -- Gorgias tells no version of its agent: all its answers are one actor's.
    cast(null as string) as version,
    cast(null as timestamp) as version_released_at,
    cast(null as timestamp) as knowledge_snapshot_at,
    cast(null as string) as use_case_id,
    'gorgias' as source,
    users.known_at as extracted_at,
    users.first_known_at,
    users.updated_at as source_updated_at
from users
left join speaking on users.user_id = speaking.actor_id
where not users.is_bot or speaking.actor_id is not null
