-- One row per agent and 10 minutes in which the agent was scheduled or did something, in seconds.
with stretches as (
    select
        agent_id,
        shift_id as stretch_id,
        'planned' as kind,
        activity,
        false as is_handling,
        started_at,
        ended_at
    from {{ ref('int_shifts_unioned') }}
    where ended_at > started_at
    union all
    select
        agent_id,
        agent_state_id as stretch_id,
        'actual' as kind,
        activity,
        conversation_id is not null as is_handling,
        started_at,
        ended_at
    from {{ ref('int_agent_states_unioned') }}
    where ended_at > started_at
),

exploded as (
    select agent_id, stretch_id, kind, activity, is_handling, started_at, ended_at, interval_start_at
    from stretches {{ lateral_explode(interval_starts('started_at', 'ended_at'), 'interval_start_at') }}
),

clipped as (
    select
        *,
        {{ seconds_between(
            'greatest(started_at, interval_start_at)',
            'least(ended_at, ' ~ add_seconds('interval_start_at', 600) ~ ')'
        ) }} as seconds
    from exploded
)

select
    agent_id,
    interval_start_at,
    cast(sum(case when kind = 'planned' and activity = 'queue_work' then seconds else 0 end) as bigint)
        as planned_queue_seconds,
    cast(sum(case when kind = 'planned' and activity <> 'queue_work' then seconds else 0 end) as bigint)
        as planned_other_seconds,
    cast(sum(case when kind = 'actual' and is_handling then seconds else 0 end) as bigint) as handling_seconds,
    cast(sum(
        case when kind = 'actual' and not is_handling and activity = 'available' then seconds else 0 end
    ) as bigint) as available_seconds,
    cast(sum(
        case when kind = 'actual' and not is_handling and activity <> 'available' then seconds else 0 end
    ) as bigint) as other_seconds
from clipped
where seconds > 0 and agent_id is not null
group by agent_id, interval_start_at
