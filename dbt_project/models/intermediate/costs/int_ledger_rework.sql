-- One row per leg that rework is charged to or taken from, as a party of its conversation's ledger.
select
    rework.leg_id as cost_id,
    legs.conversation_id,
    legs.population,
    case when legs.population = 'ai' then agents.vendor end as vendor,
    rework.moved_micros as rework_micros
from {{ ref('int_leg_rework') }} as rework
inner join {{ ref('int_legs_measured') }} as legs on rework.leg_id = legs.leg_id
left join {{ ref('int_agents_merged') }} as agents on legs.actor_id = agents.agent_id
where rework.moved_micros is not null
