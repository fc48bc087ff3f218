-- One row per population and period: what its legs cost, and the contacts and verified resolutions that bought.
-- Cents are whole numbers, so sums and sums of squares are exact.
with judged as (
    select
        conversation_id,
        max(case when is_mature_7d and is_traceable then 1 else 0 end) = 1 as is_settled
    from {{ ref('fct_legs') }}
    where is_judged
    group by conversation_id
),

legs as (
    select
        fct.population,
        periods.period,
        periods.period_start_on,
        cast(round(fct.cost_amount * 100) as bigint) as cents,
        {{ to_micros('fct.cost_amount') }} as micros,
        fct.is_contact_leg,
        coalesce(judged.is_settled, false) as is_settled,
        fct.is_judged and fct.is_mature_7d and fct.is_traceable as is_counted,
        fct.resolution
    from {{ ref('fct_legs') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    left join judged on fct.conversation_id = judged.conversation_id
    where fct.exclusion_reason is null and fct.population is not null and fct.is_handled
)

select
    population,
    period,
    period_start_on,
    cast(sum(micros) as bigint) as cost_micros,
    cast(sum(case when is_settled then micros end) as bigint) as settled_cost_micros,
    count(cents) as costed_legs,
    count(*) - count(cents) as uncosted_legs,
    cast(sum(cents) as bigint) as cents_sum,
    cast(sum(cents * cents) as bigint) as cents_square_sum,
    count(case when is_contact_leg then 1 end) as contacts,
    count(case when is_counted then 1 end) as settled,
    count(case when is_counted and resolution = 'verified' then 1 end) as verified
from legs
group by population, period, period_start_on
