-- One row per indicator of Enable and population, but for policies: what the data shows of it.
with horizon as (
    select observed_until, {{ month_key(add_days('observed_until', -365)) }} as a_year_ago
    from {{ ref('int_horizon_found') }}
),

cohorts as (
    select
        ramp.population,
        ramp.median_weeks,
        max(ramp.cohort) over (partition by ramp.population) = ramp.cohort as is_newest
    from {{ ref('enable_ramp') }} as ramp
    cross join horizon
    where ramp.channel = 'all' and ramp.cohort <> 'all' and ramp.cohort >= horizon.a_year_ago
),

ramps as (
    select
        population,
        count(*) as n,
        count(median_weeks) as known,
        max(case when is_newest then median_weeks end) as newest_weeks,
        avg(case when not is_newest then median_weeks end) as earlier_weeks
    from cohorts
    group by population
),

reviewed as (
    select actor_id, max(reviewed_at) as reviewed_at from {{ ref('fct_quality_scores') }} group by actor_id
),

trained as (
    select
        training.agent_id,
        min(case when training.intent is null then 0 else 1 end) as is_by_intent,
        max(case when reviewed.reviewed_at >= training.completed_at then 1 else 0 end) as is_reviewed
    from {{ ref('int_training_events_unioned') }} as training
    left join reviewed on training.agent_id = reviewed.actor_id
    where training.completed_at is not null
    group by training.agent_id
),

plan as (
    select
        count(*) as n,
        max(case when {{ matches('basis', 'ramp of [^;]*: own data') }} then 3 else 1 end) as level
    from {{ ref('enable_hiring_plan') }}
),

newcomers as (
    select
        agent_id,
        case actor_type when 'ai' then 'ai' else 'human' end as population,
        coalesce(hired_at, version_released_at) as began_at
    from {{ ref('dim_agents') }}
),

coached as (
    select count(*) as sessions
    from {{ ref('int_coaching_sessions_unioned') }} as coaching
    inner join newcomers on coaching.agent_id = newcomers.agent_id
    where {{ seconds_between('newcomers.began_at', 'coaching.delivered_at') }} between 0 and 2419200
),

knowledge as (
    select legs.population, count(*) as n, count(legs.intent_id) as with_intent
    from {{ ref('int_article_events_unioned') }} as events
    inner join {{ ref('fct_legs') }} as legs
        on events.conversation_id = legs.conversation_id and events.actor_type = legs.population
    inner join newcomers on legs.actor_id = newcomers.agent_id
    where legs.is_contact_leg and {{ seconds_between('newcomers.began_at', 'legs.started_at') }} between 0 and 2419200
    group by legs.population
)

select {{ evidence(
    "'enable_1'",
    'population',
    'case when newest_weeks is null then 0 when known < n then 1
        when newest_weeks <= earlier_weeks then 3 else 2 end',
    'n'
) }}
from ramps
union all
select {{ evidence(
    "'enable_2'",
    "'human'",
    'case when count(*) >= 5 then avg(is_reviewed) end',
    'count(*)',
    '2 + min(is_by_intent)'
) }}
from trained
union all
select {{ evidence("'enable_3'", "'human'", 'level', 'n') }} from plan
union all
select {{ evidence(
    "'enable_4'",
    'population',
    'case when with_intent < 0.8 * n then 1 when sessions > 0 then 3 else 2 end',
    'n',
    "case population when 'ai' then 2 else 3 end"
) }}
from knowledge
cross join coached
where n >= {{ minimum_n() }}
