-- One row per component that does one task (a tool of a sub-agent, or an action), population and AI version (and all of
-- them): how often it is done at the first go, how widely it is used again, and how long a change of it takes.
with steps as (
    select
        events.tool_name as component,
        'step' as kind,
        coalesce(events.actor_type, 'unknown') as population,
        events.actor_id,
        events.conversation_id,
        events.sub_agent,
        -- Nobody says whether a step worked: done again by the same sub-agent, it had not.
        case when count(*) = 1 then 1 else 0 end as is_done,
        cast(0 as bigint) as is_untold
    from {{ ref('int_events_attributed') }} as events
    where events.event_type = 'action' and events.tool_name is not null
    group by 1, 2, 3, 4, 5, 6
    union all
    select
        action_type as component,
        'action' as kind,
        'ai' as population,
        actor_id,
        conversation_id,
        sub_agent,
        case when decision = 'executed' then 1 else 0 end as is_done,
        case when decision is null then 1 else 0 end as is_untold
    from {{ ref('fct_ai_actions') }}
    where origin = 'log'
),

placed as (
    select steps.*, conversations.intent_id, agents.version, agents.use_case_id
    from steps
    inner join {{ ref('fct_conversations') }} as conversations on steps.conversation_id = conversations.conversation_id
    left join {{ ref('dim_agents') }} as agents on steps.actor_id = agents.agent_id
    where conversations.exclusion_reason is null
),

counted as (
    {%- for version in ["'all'", "coalesce(version, 'not known')"] %}
    select
        component,
        kind,
        population,
        {{ version }} as ai_version,
        cast(sum(is_done * (1 - is_untold)) as bigint) as numerator,
        cast(sum(1 - is_untold) as bigint) as n,
        cast(sum(is_untold) as bigint) as unknown_n,
        count(distinct conversation_id) as conversations,
        count(distinct case when intent_id <> 'unknown' then intent_id end) as reuse_matters,
        count(distinct sub_agent) as reuse_sub_agents,
        count(distinct use_case_id) as reuse_use_cases
    from placed
    group by 1, 2, 3{{ ', 4' if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

served as (
    select distinct component, kind, population, intent_id from placed
),

-- A change that names no matter is one of the AI as a whole and changes each of its components.
leads as (
    select distinct
        served.component,
        served.kind,
        served.population,
        changes.change_id,
        case when served.population = 'ai' then changes.seconds_to_ai else changes.seconds_to_humans end as seconds
    from served
    inner join {{ ref('fct_changes') }} as changes
        on {{ names_id('changes.intents', 'served.intent_id') }}
        or (coalesce(changes.intents, '[]') = '[]' and served.population = 'ai')
),

timed as (
    select component, kind, population, count(seconds) as changes, {{ percentile('seconds', 0.5) }} as seconds_p50
    from leads
    where seconds is not null
    group by 1, 2, 3
)

select
    counted.component,
    counted.kind,
    counted.population,
    counted.ai_version,
    {{ rate_columns('counted.numerator', 'counted.n', 'counted.unknown_n') }},
    counted.conversations,
    counted.reuse_matters,
    counted.reuse_sub_agents,
    counted.reuse_use_cases,
    coalesce(timed.changes, 0) as changes,
    {{ ratio('timed.seconds_p50', '86400') }} as lead_days_p50
from counted
left join timed
    on counted.component = timed.component and counted.kind = timed.kind and counted.population = timed.population
