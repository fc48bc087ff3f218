-- One row per version of an AI of one's own that was seen at work.
with seen as (
    select
        actor_id,
        ai_name,
        ai_version,
        max(known_at) as known_at,
        min(first_known_at) as first_known_at
    from {{ ref('stg_otel__spans') }}
    where id_source is null and actor_id is not null
    group by actor_id, ai_name, ai_version
)

select
    actor_id as agent_id,
    'ai' as actor_type,
    ai_name || coalesce(' ' || ai_version, '') as display_name,
    cast(null as string) as email_hash,
    cast(null as string) as team,
    cast(null as string) as employer,
    cast(null as string) as employer_type,
    cast(null as string) as site,
    cast(null as string) as time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    cast(null as string) as vendor,
    ai_name as product,
    ai_version as version,
    -- Seen at work is not released.
    cast(null as timestamp) as version_released_at,
    cast(null as timestamp) as knowledge_snapshot_at,
    cast(null as string) as use_case_id,
    'otel' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from seen
