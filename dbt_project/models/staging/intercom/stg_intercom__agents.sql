-- One row per person with an Intercom seat, and one per AI agent that wrote in a conversation.
with admins as (
    {{ latest_records(source('raw_intercom', 'admins'), {'id': 'text', 'name': 'text', 'email': 'text'}) }}
),

bots as (
    select
        actor_id,
        max(known_at) as known_at,
        min(first_known_at) as first_known_at
    from {{ ref('stg_intercom__parts') }}
    where actor_type = 'ai' and actor_id is not null
    group by actor_id
),

everybody as (
    select
        r.id as agent_id,
        'human' as actor_type,
        r.name as display_name,
        {{ identity_hash('r.email') }} as email_hash,
        known_at,
        first_known_at
    from admins
    union all
    select
        actor_id as agent_id,
        'ai' as actor_type,
        'Fin' as display_name,
        cast(null as string) as email_hash,
        known_at,
        first_known_at
    from bots
)

select
    'intercom:' || agent_id as agent_id,
    actor_type,
    display_name,
    email_hash,
    cast(null as string) as team,
    case when actor_type = 'ai' then 'Intercom' end as employer,
    case when actor_type = 'ai' then 'vendor' end as employer_type,
    cast(null as string) as site,
    cast(null as string) as time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    case when actor_type = 'ai' then 'intercom' end as vendor,
    case when actor_type = 'ai' then 'Fin' end as product,
    -- Intercom tells no version of Fin: all its answers are one actor's.
    cast(null as string) as version,
    cast(null as timestamp) as version_released_at,
    cast(null as timestamp) as knowledge_snapshot_at,
    cast(null as string) as use_case_id,
    'intercom' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from everybody
