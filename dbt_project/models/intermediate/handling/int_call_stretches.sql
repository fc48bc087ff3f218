-- One row per stretch of a call: talking, on hold or wrapping up, by the leg it belongs to.
-- Each event begins a stretch that lasts until the next. A call whose end nobody marked ends with the hand-over or
-- closing that follows; wrapping up ends only with its own mark.
{% set call_events = "'answered', 'hold_start', 'hold_end', 'wrap_start', 'wrap_end'" %}
with marks as (
    select
        conversation_id,
        leg_number,
        event_position,
        occurred_at,
        event_type,
        event_type in ({{ call_events }}) as is_call,
        count(case when event_type in ({{ call_events }}) then 1 end) over (
            partition by conversation_id order by event_position rows between unbounded preceding and current row
        ) as call_mark
    from {{ ref('int_events_attributed') }}
    where event_type in ({{ call_events }}, 'hand_off', 'solved', 'closed')
        or (event_type = 'assignment' and to_value is not null)
),

told as (
    select
        *,
        max(case when is_call then event_type end) over (partition by conversation_id, call_mark) as in_call_event
    from marks
    where call_mark > 0
),

followed as (
    select
        *,
        lead(occurred_at) over (partition by conversation_id order by event_position) as next_at
    from told
    where is_call or in_call_event in ('answered', 'hold_start', 'hold_end')
)

select
    conversation_id,
    leg_number,
    event_position,
    case event_type when 'hold_start' then 'hold' when 'wrap_start' then 'wrap' else 'talk' end as part,
    occurred_at as started_at,
    next_at as ended_at,
    {{ clock_seconds('occurred_at', 'next_at') }} as seconds
from followed
where is_call and event_type <> 'wrap_end'
