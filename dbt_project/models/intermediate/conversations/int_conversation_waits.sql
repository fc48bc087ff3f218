-- One row per conversation whose source tells its status: who waited for whom, in calendar and in open seconds.
-- Agents wait while it is pending, the customer while it is new, open or on hold, and on hold is the part in hold. What
-- came after the last known move is still running and not counted; a stretch whose time or status is missing makes all
-- three unknown.
{% set waits = {
    'requester_wait': "status in ('new', 'open', 'hold')",
    'agent_wait': "status = 'pending'",
    'on_hold': "status = 'hold'"
} %}
with spans as (
    select
        spans.conversation_id,
        spans.status,
        schedules.schedule_id,
        {{ clock_seconds('spans.started_at', 'spans.ended_at') }} as seconds,
        {{ open_seconds_until('end_clock', 'spans.ended_at') }}
        - {{ open_seconds_until('start_clock', 'spans.started_at') }} as business_seconds
    from {{ ref('int_status_spans') }} as spans
    inner join {{ ref('int_conversation_schedules') }} as schedules
        on spans.conversation_id = schedules.conversation_id
    {{ join_business_clock(ref('int_business_clock'), 'start_clock', 'schedules.schedule_id', 'spans.started_at') }}
    {{ join_business_clock(ref('int_business_clock'), 'end_clock', 'schedules.schedule_id', 'spans.ended_at') }}
    where not spans.is_present and coalesce(spans.status, 'unknown') not in ('solved', 'closed')
),

summed as (
    select
        conversation_id,
        count(case when seconds is null or status is null then 1 end) = 0 as is_known,
        count(case when business_seconds is null then 1 end) = 0 as is_business_known
        {%- for wait, statuses in waits.items() %},
        sum(case when {{ statuses }} then seconds else 0 end) as {{ wait }}_seconds,
        sum(case when {{ statuses }} then business_seconds else 0 end) as {{ wait }}_business_seconds
        {%- endfor %}
    from spans
    group by conversation_id
)

select
    conversation_id
    {%- for wait in waits %},
    case when is_known then cast({{ wait }}_seconds as bigint) end as {{ wait }}_seconds,
    case when is_known and is_business_known then cast({{ wait }}_business_seconds as bigint) end
        as {{ wait }}_business_seconds
    {%- endfor %}
from summed
