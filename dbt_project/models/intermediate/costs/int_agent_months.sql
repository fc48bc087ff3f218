-- One row per agent and month: seconds paid for, and how many of them went into customers and into overseeing the AI.
-- Handling / paid is the productive share: what carries idle and internal time onto each handling minute.
select
    agent_id,
    {{ month_start('started_at') }} as cost_month,
    cast(sum(case when conversation_id is not null then seconds else 0 end) as bigint) as handling_seconds,
    cast(sum(case when conversation_id is null and activity = 'oversight' then seconds else 0 end) as bigint)
        as oversight_seconds,
    cast(sum(seconds) as bigint) as paid_seconds
from (
    select
        agent_id,
        activity,
        conversation_id,
        started_at,
        {{ seconds_between('started_at', 'ended_at') }} as seconds
    from {{ ref('int_agent_states_unioned') }}
    where ended_at > started_at and agent_id is not null and (activity is null or activity <> 'offline')
) as states
group by agent_id, {{ month_start('started_at') }}
having sum(seconds) > 0
