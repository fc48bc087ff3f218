-- One row per programme and person it was meant for: when it first reached that person, null while it has not.
with coached as (
    select
        'coaching' as kind,
        'coaching' as programme,
        agent_id,
        cast(null as string) as intent,
        min(delivered_at) as started_at
    from {{ ref('int_coaching_sessions_unioned') }}
    where agent_id is not null
    group by agent_id
),

trained as (
    select
        'training' as kind,
        course as programme,
        agent_id,
        max(intent) as intent,
        min(completed_at) as started_at
    from {{ ref('int_training_events_unioned') }}
    where agent_id is not null and course is not null
    group by course, agent_id
),

programmes as (
    select * from coached
    union all
    select * from trained
)

select
    programmes.kind,
    programmes.programme,
    programmes.agent_id,
    intents.family,
    cast(programmes.started_at as date) as started_on
from programmes
left join {{ ref('dim_intents') }} as intents on programmes.intent = intents.intent_id
