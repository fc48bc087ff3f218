-- One row per conversation whose source tells its status: the helpdesk's clocks, in calendar seconds.
-- Waiting for the customer is time in pending, on hold time in hold; the customer waits in new, open and hold.
with spans as (
    select
        conversation_id,
        status,
        {{ seconds_between('started_at', 'ended_at') }} as seconds
    from {{ ref('int_status_spans') }}
)

select
    conversation_id,
    cast(sum(case when status in ('new', 'open', 'hold') then seconds else 0 end) as bigint) as requester_wait_seconds,
    cast(sum(case when status = 'pending' then seconds else 0 end) as bigint) as agent_wait_seconds,
    cast(sum(case when status = 'hold' then seconds else 0 end) as bigint) as on_hold_seconds
from spans
where status not in ('solved', 'closed')
group by conversation_id
