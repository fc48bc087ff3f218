-- One row per stretch in which an agent worked a conversation, with its share of the agent's time: at every instant
-- with c open sessions each has 1/c of it. The share is the difference of two running sums, looked up at the session's
-- two ends.
select
    states.agent_state_id,
    states.agent_id,
    records.canonical_id as conversation_id,
    states.started_at,
    states.ended_at,
    {{ seconds_between('states.started_at', 'states.ended_at') }} as session_seconds,
    cast(ends.shares_before - begins.shares_before as double) / {{ share_units() }} as share_seconds,
    -- The most that are ever open at once are open when the last of them begins.
    begins.sessions as open_sessions_at_start
from {{ ref('int_agent_states_unioned') }} as states
left join {{ ref('int_conversation_records_ranked') }} as records on states.conversation_id = records.conversation_id
inner join {{ ref('int_agent_stretches') }} as begins
    on states.agent_id = begins.agent_id and states.started_at = begins.started_at
inner join {{ ref('int_agent_stretches') }} as ends
    on states.agent_id = ends.agent_id and states.ended_at = ends.started_at
where states.ended_at > states.started_at
    and (states.activity = 'queue_work' or states.conversation_id is not null)
