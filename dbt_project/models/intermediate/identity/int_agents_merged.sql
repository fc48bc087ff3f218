-- One row per person or AI version that can answer; several sources' rows of one agent become one, first known value
-- wins.
with ranked as (
    select
        agents.*,
        row_number() over (
            partition by agents.agent_id order by coalesce(priorities.priority, 99), agents.source, agents.extracted_at
        ) as record_rank
    from {{ ref('int_agents_unioned') }} as agents
    left join {{ ref('source_priority') }} as priorities on agents.source = priorities.source
)

select
    agent_id,
    {%- for column in ['actor_type', 'employer_type'] %}
    {{ first_known(known(column)) }} as {{ column }},
    {%- endfor %}
    {%- for column in [
        'team', 'employer', 'site', 'time_zone', 'manager_agent_id', 'vendor', 'product',
        'version', 'use_case_id', 'hired_at', 'terminated_at', 'version_released_at', 'knowledge_snapshot_at'
    ] %}
    {{ first_known(column) }} as {{ column }},
    {%- endfor %}
    min(first_known_at) as first_known_at,
    max(extracted_at) as last_known_at
from ranked
group by agent_id
