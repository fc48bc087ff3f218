-- A failure means that a planned or actual stretch has its times swapped or in the wrong unit.
select
    shift_id as stretch_id,
    started_at,
    ended_at
from {{ ref('int_shifts_unioned') }}
where ended_at < started_at
union all
select
    agent_state_id as stretch_id,
    started_at,
    ended_at
from {{ ref('int_agent_states_unioned') }}
where ended_at < started_at
