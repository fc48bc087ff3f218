-- One row per conversation, promise and time it was set: when it fell due, how much of it was used, whether it was
-- kept.
-- A clock that still runs is judged at the time until which we have seen: open and overdue is broken.
with paused as (
    select
        sla_clock_id,
        cast(sum(seconds) as bigint) as paused_seconds,
        cast(sum(case when is_before_due then seconds else 0 end) as bigint) as moved_seconds,
        max(case when is_still_paused and is_before_due then 1 else 0 end) = 1 as is_paused,
        count(*) > count(seconds) as is_unknown
    from {{ ref('int_sla_pauses') }}
    group by sla_clock_id
),

timed as (
    select
        clocks.*,
        case when clocks.is_over then clocks.stopped_at when not clocks.is_over then horizon.observed_until end
            as counted_until,
        coalesce(paused.paused_seconds, 0) as paused_seconds,
        clocks.target_seconds + coalesce(paused.moved_seconds, 0) as due_after_seconds,
        coalesce(paused.is_paused, false) as is_paused,
        coalesce(paused.is_unknown, false) as is_pause_unknown
    from {{ ref('int_sla_clocks') }} as clocks
    left join paused on clocks.sla_clock_id = paused.sla_clock_id
    cross join {{ ref('int_horizon_found') }} as horizon
),

measured as (
    select
        timed.*,
        {{ open_seconds_until('began', 'timed.started_at') }} + timed.due_after_seconds as due_open_second,
        case
            when timed.is_pause_unknown or timed.counted_until < timed.started_at then null
            when timed.hours = 'calendar' then {{ seconds_between('timed.started_at', 'timed.counted_until') }}
            else {{ open_seconds_until('ended', 'timed.counted_until') }}
                - {{ open_seconds_until('began', 'timed.started_at') }}
        end as gross_seconds
    from timed
    {{ join_business_clock(ref('int_business_clock'), 'began', 'timed.schedule_id', 'timed.started_at') }}
    {{ join_business_clock(ref('int_business_clock'), 'ended', 'timed.schedule_id', 'timed.counted_until') }}
)

select
    measured.sla_clock_id,
    measured.conversation_id,
    measured.metric,
    measured.occurrence,
    measured.sla_policy,
    measured.sla_target,
    measured.hours,
    measured.target_seconds,
    measured.started_at,
    measured.stopped_at,
    case
        when measured.is_paused or measured.is_pause_unknown then null
        when measured.hours = 'calendar' then {{ add_seconds('measured.started_at', 'measured.due_after_seconds') }}
        else {{ add_seconds('hours.from_at', 'measured.due_open_second - hours.open_seconds_before') }}
    end as due_at,
    measured.gross_seconds,
    case when measured.gross_seconds is not null then cast(measured.paused_seconds as bigint) end as paused_seconds,
    cast(measured.gross_seconds - measured.paused_seconds as bigint) as elapsed_seconds,
    measured.is_over,
    case
        when measured.gross_seconds - measured.paused_seconds > measured.target_seconds then false
        when measured.is_over and not measured.is_unanswered and measured.gross_seconds is not null then true
    end as is_met,
    -- Neither kept nor broken yet, as opposed to what can never be told.
    coalesce(
        not measured.is_over and measured.gross_seconds - measured.paused_seconds <= measured.target_seconds, false
    ) as is_running
from measured
left join {{ ref('int_business_hours') }} as hours
    on measured.schedule_id = hours.schedule_id
    and {{ integer_divide('measured.due_open_second - 1', '3600') }} * 3600 = hours.hour_starts_at_second
    and measured.due_open_second > hours.open_seconds_before
    and measured.due_open_second <= hours.open_seconds_after
