-- One row per published number that another took the place of: from what to what, when, and why.
with versions as (
    select mart, population, metric, period, period_start_on, value, n, definition, observed_until, known_until
    from {{ ref('stg_history__published_values') }}
    union
    select mart, population, metric, period, period_start_on, value, n, definition, observed_until, known_until
    from {{ ref('int_values_published') }}
),

followed as (
    select
        *,
        lag(known_until) over versions_of_one as known_until_before,
        lag(observed_until) over versions_of_one as observed_until_before,
        lag(value) over versions_of_one as value_before,
        lag(n) over versions_of_one as n_before,
        lag(definition) over versions_of_one as definition_before
    from versions
    window versions_of_one as (
        partition by mart, population, metric, period order by known_until, observed_until
    )
)

select
    mart,
    population,
    metric,
    period,
    period_start_on,
    value_before,
    value as value_after,
    value - value_before as difference,
    n_before,
    n as n_after,
    case
        when definition <> definition_before then 'definition'
        -- A month's numbers settle when its longest window, 30 days, is over.
        when period_start_on is null
            or observed_until_before
            < {{ add_days('cast(' ~ last_day_of_month('period_start_on') ~ ' as timestamp)', 31) }}
            then 'more_seen'
        else 'late_records'
    end as reason,
    known_until_before,
    known_until as known_until_after,
    observed_until_before,
    observed_until as observed_until_after
from followed
where known_until_before is not null and value is distinct from value_before
