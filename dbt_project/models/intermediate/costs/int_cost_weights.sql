-- One row per leg and pool of cost it takes a share of, with the weight of that share.
with legs as (
    select
        measured.leg_id,
        measured.conversation_id,
        measured.actor_id,
        measured.population,
        measured.handle_seconds,
        agents.vendor,
        {{ month_start('measured.started_at') }} as cost_month,
        row_number() over (
            partition by measured.conversation_id, measured.population order by measured.leg_number desc
        ) as from_last
    from {{ ref('int_legs_measured') }} as measured
    left join {{ ref('int_agents_merged') }} as agents on measured.actor_id = agents.agent_id
)

select 'agent' as basis, actor_id as basis_key, cost_month, leg_id, conversation_id, handle_seconds as weight
from legs
where handle_seconds > 0 and actor_id is not null
union all
select 'human_pool' as basis, '' as basis_key, cost_month, leg_id, conversation_id, handle_seconds as weight
from legs
where handle_seconds > 0
union all
select
    'ai_pool' as basis,
    coalesce(vendor, '') as basis_key,
    cost_month,
    leg_id,
    conversation_id,
    cast(1 as bigint) as weight
from legs
where population = 'ai' and from_last = 1
union all
select
    'conversation' as basis,
    conversation_id || '|' || population as basis_key,
    cast(null as date) as cost_month,
    leg_id,
    conversation_id,
    cast(1 as bigint) as weight
from legs
where population is not null and from_last = 1
