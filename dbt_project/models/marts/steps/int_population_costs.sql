-- One row per population and period: what its legs cost, with the rework the AI causes charged to the AI, and the
-- contacts and verified resolutions that bought.
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
        cast(round({{ net_cost('fct') }} * 100) as bigint) as cents,
        {{ to_micros(net_cost('fct')) }} as micros,
        fct.is_contact_leg,
        fct.exclusion_reason is null and fct.is_handled as is_told,
        coalesce(judged.is_settled, false) as is_settled,
        fct.is_judged and fct.is_mature_7d and fct.is_traceable as is_counted,
        fct.resolution
    from {{ ref('fct_legs') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    left join judged on fct.conversation_id = judged.conversation_id
    -- What was paid for tests, duplicates and work without an answer is paid for: the contacts carry it.
    where fct.population is not null
)

select
    population,
    period,
    period_start_on,
    cast(sum(micros) as bigint) as cost_micros,
    cast(sum(case when is_settled then micros end) as bigint) as settled_cost_micros,
    count(cents) as costed_legs,
    count(case when is_told and cents is null then 1 end) as uncosted_legs,
    cast(sum(cents) as bigint) as cents_sum,
    cast(sum(cents * cents) as bigint) as cents_square_sum,
    count(case when is_contact_leg then 1 end) as contacts,
    count(case when is_counted then 1 end) as settled,
    count(case when is_counted and resolution = 'verified' then 1 end) as verified
from legs
group by population, period, period_start_on
