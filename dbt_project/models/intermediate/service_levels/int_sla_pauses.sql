-- One row per promise and stretch in which its clock stood still, cut to the clock's own time.
-- Counted in the promise's own hours: a pause overnight takes nothing from a clock that does not run at night.
with clipped as (
    select
        clocks.sla_clock_id,
        clocks.hours,
        clocks.schedule_id,
        clocks.target_seconds,
        clocks.started_at as clock_started_at,
        greatest(spans.started_at, clocks.started_at) as paused_at,
        least(
            case when spans.is_present then horizon.observed_until else spans.ended_at end,
            coalesce(clocks.stopped_at, horizon.observed_until)
        ) as resumed_at,
        spans.is_present and clocks.stopped_at is null as is_still_paused,
        spans.started_at is null or (spans.ended_at is null and not spans.is_present) as is_untimed
    from {{ ref('int_sla_clocks') }} as clocks
    inner join {{ ref('int_status_spans') }} as spans
        on clocks.conversation_id = spans.conversation_id
        and contains(' ' || clocks.pauses || ' ', ' ' || spans.status || ' ')
    cross join {{ ref('int_horizon_found') }} as horizon
    where clocks.pauses <> ''
),

measured as (
    select
        clipped.*,
        case
            when clipped.is_untimed then null
            when clipped.hours = 'calendar' then {{ seconds_between('clipped.paused_at', 'clipped.resumed_at') }}
            else {{ open_seconds_until('resumed', 'clipped.resumed_at') }}
                - {{ open_seconds_until('paused', 'clipped.paused_at') }}
        end as seconds,
        case
            when clipped.hours = 'calendar' then {{ seconds_between('clipped.clock_started_at', 'clipped.paused_at') }}
            else {{ open_seconds_until('paused', 'clipped.paused_at') }}
                - {{ open_seconds_until('started', 'clipped.clock_started_at') }}
        end as seconds_before
    from clipped
    {{ join_business_clock(ref('int_business_clock'), 'started', 'clipped.schedule_id', 'clipped.clock_started_at') }}
    {{ join_business_clock(ref('int_business_clock'), 'paused', 'clipped.schedule_id', 'clipped.paused_at') }}
    {{ join_business_clock(ref('int_business_clock'), 'resumed', 'clipped.schedule_id', 'clipped.resumed_at') }}
    where clipped.is_untimed or clipped.paused_at < clipped.resumed_at
)

select
    sla_clock_id,
    paused_at,
    resumed_at,
    is_still_paused,
    seconds,
    -- Whether the promise was still to be kept when the pause began: a pause after the due time moves it no more.
    seconds_before - coalesce(sum(seconds) over (
        partition by sla_clock_id order by paused_at rows between unbounded preceding and 1 preceding
    ), 0) < target_seconds as is_before_due
from measured
