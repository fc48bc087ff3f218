-- One row per use case whose AI answered customers, or per AI that names none: how often, and where it was not
-- declared.
with seen as (
    select
        coalesce(agents.use_case_id, 'unregistered:' || legs.actor_id) as register_key,
        agents.use_case_id,
        legs.channel,
        count(distinct legs.conversation_id) as conversations,
        min(legs.started_at) as first_seen_at,
        max(legs.started_at) as last_seen_at
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('int_agents_merged') }} as agents on legs.actor_id = agents.agent_id
    where legs.population = 'ai' and legs.actor_id is not null
    group by coalesce(agents.use_case_id, 'unregistered:' || legs.actor_id), agents.use_case_id, legs.channel
)

select
    seen.register_key,
    seen.use_case_id,
    cast(sum(seen.conversations) as bigint) as conversations,
    cast(sum(case
        when declared.channels = 'all' or contains(declared.channels, seen.channel) then 0
        else seen.conversations
    end) as bigint) as conversations_elsewhere,
    min(seen.first_seen_at) as first_seen_at,
    max(seen.last_seen_at) as last_seen_at
from seen
left join {{ ref('use_cases') }} as declared on seen.use_case_id = declared.use_case_id
group by seen.register_key, seen.use_case_id
