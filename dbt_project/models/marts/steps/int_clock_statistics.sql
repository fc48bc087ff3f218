-- One row per population, period, channel (and `all`), clock and kind of hours: count, middle, ninetieth percentile and mean.
with placed as (
    select
        readings.population,
        periods.period,
        periods.period_start_on,
        readings.channel,
        readings.clock,
        readings.has_come,
        readings.seconds,
        readings.business_seconds
    from {{ ref('int_clock_values') }} as readings
    inner join {{ ref('int_contact_periods') }} as periods on readings.conversation_id = periods.conversation_id
),

measured as (
    {%- for hours, column in {'calendar': 'seconds', 'business': 'business_seconds'}.items() %}
    {%- for channel in ['channel', "'all'"] %}
    select
        population,
        period,
        period_start_on,
        {{ channel }} as channel,
        clock,
        '{{ hours }}' as hours,
        has_come,
        {{ column }} as seconds
    from placed
    {{ 'where channel is not null' if channel == 'channel' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by population, period, channel, clock, hours
            order by case when seconds is null then 1 else 0 end, seconds
        ) as place,
        count(seconds) over (partition by population, period, channel, clock, hours) as n
    from measured
)

select
    population,
    period,
    period_start_on,
    channel,
    clock,
    hours,
    max(n) as n,
    count(case when has_come and seconds is null then 1 end) as unknown_n,
    count(case when not has_come then 1 end) as running_n,
    -- The two middle values; they are one and the same when n is odd.
    cast(
        max(case when place = {{ integer_divide('n + 1', '2') }} then seconds end)
        + max(case when place = {{ integer_divide('n + 2', '2') }} then seconds end) as double
    ) / 2 as median_seconds,
    max(case when place = {{ median_rank_low('n') }} then seconds end) as median_low_seconds,
    max(case when place = {{ median_rank_high('n') }} then seconds end) as median_high_seconds,
    max(case when place = {{ percentile_rank('n', 90) }} then seconds end) as p90_seconds,
    {{ ratio('sum(seconds)', 'count(seconds)') }} as mean_seconds
from ranked
group by population, period, period_start_on, channel, clock, hours
