-- One row per population, period and metric: the value with its interval, before small or uncertain ones are withheld.
with shares as (
    select
        population,
        period,
        period_start_on,
        metric,
        cast(numerator as double) as numerator,
        case when metric <> 'contacts' then cast(denominator as double) end as denominator,
        case when metric = 'contacts' then cast(numerator as double) else {{ ratio('numerator', 'denominator') }} end
            as value,
        case when metric <> 'contacts' then {{ wilson_low('numerator', 'denominator') }} end as value_low,
        case when metric <> 'contacts' then {{ wilson_high('numerator', 'denominator') }} end as value_high,
        denominator as n,
        unknown_n
    from {{ ref('int_population_shares') }}
),

spread as (
    select
        *,
        cast(cost_micros as double) / 1000000 as cost,
        cast(settled_cost_micros as double) / 1000000 as settled_cost,
        case
            when costed_legs > 1
                then 1.959963984540054 / 100 * sqrt(greatest(
                    0,
                    (cents_square_sum - cast(cents_sum as double) * cents_sum / costed_legs)
                    / (costed_legs - 1) * costed_legs
                ))
        end as cost_error
    from {{ ref('int_population_costs') }}
)

select * from shares
union all
select
    population,
    period,
    period_start_on,
    metric,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    value,
    value_low,
    value_high,
    n,
    unknown_n
from {{ ref('int_population_times') }}
union all
select
    population,
    period,
    period_start_on,
    'cost_per_contact' as metric,
    cost as numerator,
    cast(contacts as double) as denominator,
    {{ ratio('cost', 'contacts') }} as value,
    greatest(0, {{ ratio('cost - cost_error', 'contacts') }}) as value_low,
    {{ ratio('cost + cost_error', 'contacts') }} as value_high,
    contacts as n,
    uncosted_legs as unknown_n
from spread
union all
select
    population,
    period,
    period_start_on,
    'cost_per_verified' as metric,
    settled_cost as numerator,
    cast(verified as double) as denominator,
    {{ ratio('settled_cost', 'verified') }} as value,
    settled_cost / nullif(settled * {{ wilson_high('verified', 'settled') }}, 0) as value_low,
    settled_cost / nullif(settled * {{ wilson_low('verified', 'settled') }}, 0) as value_high,
    settled as n,
    uncosted_legs as unknown_n
from spread
