-- One row per period, population, channel (and all) and measure of what was known when somebody first replied: how old
-- the newest act of the customer was, and whether anything was known beyond the conversation.
with placed as (
    {%- for channel in ["'all'", "coalesce(context.channel, 'unknown')"] %}
    select
        periods.period,
        periods.period_start_on,
        context.population,
        {{ channel }} as channel,
        context.leg_id,
        context.age_seconds,
        context.elsewhere_age_seconds
    from {{ ref('int_reply_context') }} as context
    inner join {{ ref('int_contact_periods') }} as periods on context.conversation_id = periods.conversation_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by period, population, channel
            order by case when age_seconds is null then 1 else 0 end, age_seconds, leg_id
        ) as place,
        count(age_seconds) over (partition by period, population, channel) as timed
    from placed
),

counted as (
    select
        period,
        max(period_start_on) as period_start_on,
        population,
        channel,
        count(*) as replies,
        max(timed) as timed,
        count(case when age_seconds <= 30 then 1 end) as fresh,
        count(case when elsewhere_age_seconds <= {{ var('context_days') }} * 86400 then 1 end) as elsewhere,
        max(case when place = {{ quantile_rank('timed', 0.5) }} then age_seconds end) as age_p50,
        max(case when place = {{ quantile_rank_low('timed', 0.5) }} then age_seconds end) as age_p50_low,
        max(case when place = {{ quantile_rank_high('timed', 0.5) }} then age_seconds end) as age_p50_high
    from ranked
    group by period, population, channel
),

measured as (
    {%- for metric, numerator, n, unknown_n in [
        ('context_fresh', 'fresh', 'timed', 'replies - timed'), ('context_elsewhere', 'elsewhere', 'replies', '0')
    ] %}
    select
        period,
        period_start_on,
        population,
        channel,
        '{{ metric }}' as metric,
        {{ rate_columns(numerator, n, unknown_n) }}
    from counted
    union all
    {%- endfor %}
    select
        period,
        period_start_on,
        population,
        channel,
        'context_age_p50' as metric,
        cast(null as bigint) as numerator,
        timed as n,
        replies - timed as unknown_n,
        {{ ratio('replies - timed', 'replies') }} as unknown_share,
        case when {{ withheld_reason('timed', '(replies - timed)') }} is null then cast(age_p50 as double) end as value,
        case when {{ withheld_reason('timed', '(replies - timed)') }} is null then cast(age_p50_low as double) end
            as value_low,
        case when {{ withheld_reason('timed', '(replies - timed)') }} is null then cast(age_p50_high as double) end
            as value_high,
        {{ withheld_reason('timed', '(replies - timed)') }} is not null as is_withheld,
        {{ withheld_reason('timed', '(replies - timed)') }} as withheld_reason
    from counted
)

select
    measured.period,
    measured.period_start_on,
    measured.population,
    measured.channel,
    measured.metric,
    register.metric_label,
    register.unit,
    measured.numerator,
    measured.n,
    measured.unknown_n,
    measured.unknown_share,
    measured.value,
    measured.value_low,
    measured.value_high,
    measured.is_withheld,
    measured.withheld_reason
from measured
inner join {{ ref('metric_register') }} as register on measured.metric = register.metric
