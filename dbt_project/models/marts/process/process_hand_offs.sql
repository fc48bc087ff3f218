-- One row per period, channel (and `all`) and measure of the way from the AI to a person.
with rates as (
    select
        period,
        period_start_on,
        channel,
        metric,
        'share' as unit,
        {{ rate_columns('numerator', 'n', 'unknown_n') }}
    from {{ ref('int_hand_off_counts') }}
),

times as (
    select
        *,
        -- Who never got a person has no time; the share that was answered says how many.
        {{ withheld_reason('n') }} as withheld_reason
    from {{ ref('int_hand_off_times') }}
),

together as (
    select * from rates
    union all
    select
        period,
        period_start_on,
        channel,
        metric,
        'seconds' as unit,
        cast(null as bigint) as numerator,
        n,
        unknown_n,
        {{ ratio('unknown_n', '(n + unknown_n)') }} as unknown_share,
        case when withheld_reason is null then cast(seconds as double) end as value,
        case when withheld_reason is null then cast(seconds_low as double) end as value_low,
        case when withheld_reason is null then cast(seconds_high as double) end as value_high,
        withheld_reason is not null as is_withheld,
        withheld_reason
    from times
)

select
    together.period,
    together.period_start_on,
    together.channel,
    together.metric,
    register.metric_label,
    together.unit,
    together.numerator,
    together.n,
    together.unknown_n,
    together.unknown_share,
    together.value,
    together.value_low,
    together.value_high,
    together.is_withheld,
    together.withheld_reason,
    horizon.observed_until
from together
inner join {{ ref('metric_register') }} as register on together.metric = register.metric
cross join {{ ref('int_horizon_found') }} as horizon
