-- One row per population and period: the median first response, by rank, with the ranks that bound it.
with waits as (
    select
        legs.population,
        periods.period,
        periods.period_start_on,
        legs.first_response_seconds,
        row_number() over (
            partition by legs.population, periods.period order by legs.first_response_seconds, legs.leg_id
        ) as place,
        count(*) over (partition by legs.population, periods.period) as n
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_contact_periods') }} as periods on legs.conversation_id = periods.conversation_id
    where legs.received_by = 'new' and legs.exclusion_reason is null and legs.population is not null
        and legs.first_response_seconds >= 0
),

missing as (
    select legs.population, periods.period, count(*) as unknown_n
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_contact_periods') }} as periods on legs.conversation_id = periods.conversation_id
    where legs.received_by = 'new' and legs.exclusion_reason is null and legs.actor_messages > 0
        and (legs.first_response_seconds is null or legs.first_response_seconds < 0)
    group by legs.population, periods.period
)

select
    waits.population,
    waits.period,
    waits.period_start_on,
    'first_response_p50_seconds' as metric,
    -- The two middle values; they are one and the same when n is odd.
    cast(
        max(case when place = {{ integer_divide('n + 1', '2') }} then first_response_seconds end)
        + max(case when place = {{ integer_divide('n + 2', '2') }} then first_response_seconds end) as double
    ) / 2 as value,
    cast(max(case when place = {{ median_rank_low('n') }} then first_response_seconds end) as double) as value_low,
    cast(max(case when place = {{ median_rank_high('n') }} then first_response_seconds end) as double) as value_high,
    max(waits.n) as n,
    coalesce(max(missing.unknown_n), 0) as unknown_n
from waits
left join missing on waits.population = missing.population and waits.period = missing.period
group by waits.population, waits.period, waits.period_start_on
