-- A row here means that concurrent sessions were given more or less of a person's time than the person spent on them:
-- handle time per session, and every cost that follows it, is wrong for that person.
with shared as (
    select agent_id, sum(share_seconds) as seconds from {{ ref('int_session_shares') }} group by agent_id
),

busy as (
    select agent_id, sum(case when sessions > 0 then seconds else 0 end) as seconds
    from {{ ref('int_agent_stretches') }}
    where ended_at is not null
    group by agent_id
)

select
    busy.agent_id,
    busy.seconds as busy_seconds,
    shared.seconds as shared_seconds
from busy
left join shared on busy.agent_id = shared.agent_id
where abs(coalesce(shared.seconds, 0) - busy.seconds) > 0.01
