-- One row per conversation in which an AI passed work between sub-agents: how often, and whether it came back to one.
with steps as (
    select
        conversation_id,
        event_position,
        sub_agent,
        lag(sub_agent) over (partition by conversation_id order by event_position) as sub_agent_before,
        row_number() over (partition by conversation_id, sub_agent order by event_position) as visit_step,
        max(event_position) over (partition by conversation_id) as last_position
    from {{ ref('int_events_attributed') }}
    where sub_agent is not null
)

select
    conversation_id,
    count(distinct sub_agent) as sub_agents,
    count(case when sub_agent_before is null or sub_agent <> sub_agent_before then 1 end) as hops,
    -- Back at a sub-agent that had already passed it on.
    count(case when sub_agent <> sub_agent_before and visit_step > 1 then 1 end) as returns,
    max(case when event_position = last_position then sub_agent end) as last_sub_agent
from steps
group by conversation_id
