-- One row per period, channel (and all of them) and time: the value at its rank, with the ranks that bound it.
with timed as (
    select conversation_id, hand_off_id as case_id, channel, 'hand_off_latency' as clock, latency_seconds as seconds
    from {{ ref('fct_hand_offs') }}
    where exclusion_reason is null
    union all
    select conversation_id, request_id as case_id, channel, 'time_to_human' as clock, seconds_to_human as seconds
    from {{ ref('fct_human_requests') }}
    where exclusion_reason is null
),

scoped as (
    select timed.*, 'all' as scope from timed
    union all
    select timed.*, timed.channel as scope from timed where timed.channel is not null
),

placed as (
    select
        scoped.scope,
        scoped.clock,
        scoped.seconds,
        periods.period,
        periods.period_start_on,
        row_number() over (
            partition by scoped.scope, scoped.clock, periods.period
            order by case when scoped.seconds is null then 1 else 0 end, scoped.seconds, scoped.case_id
        ) as place,
        count(scoped.seconds) over (partition by scoped.scope, scoped.clock, periods.period) as n
    from scoped
    inner join {{ ref('int_contact_periods') }} as periods on scoped.conversation_id = periods.conversation_id
)

{%- for key, p in {'p50': 0.5, 'p90': 0.9}.items() %}

select
    period,
    period_start_on,
    scope as channel,
    clock || '_{{ key }}' as metric,
    max(case when place = {{ quantile_rank('n', p) }} then seconds end) as seconds,
    max(case when place = {{ quantile_rank_low('n', p) }} then seconds end) as seconds_low,
    max(case when place = {{ quantile_rank_high('n', p) }} then seconds end) as seconds_high,
    max(n) as n,
    count(*) - max(n) as unknown_n
from placed
group by period, period_start_on, scope, clock
{{ 'union all' if not loop.last }}
{%- endfor %}
