-- One row per contract terms and month: what own history would have cost under them, beside what was invoiced.
with rates as (
    select currency, cast(rate as double) as rate
    from {{ ref('exchange_rates') }}
    where reporting_currency = '{{ var("reporting_currency") }}'
),

verified as (
    select
        {{ month_start('judgements.opened_at') }} as priced_month,
        count(*) as conversations,
        count(case when ladder.is_substantive then 1 end) as answered,
        count(case when ladder.is_mature_7d and ladder.is_traceable then 1 end) as settled,
        count(case when ladder.is_mature_7d and ladder.is_traceable and ladder.is_verified_7d then 1 end) as verified
    from {{ ref('int_ladder_judged') }} as ladder
    inner join {{ ref('int_conversation_judgements') }} as judgements
        on ladder.conversation_id = judgements.conversation_id and ladder.population = judgements.population
    where ladder.population = 'ai'
    group by {{ month_start('judgements.opened_at') }}
),

invoiced as (
    select fee_month, cast(sum(amount_micros) as double) / 1000000 as fees
    from {{ ref('int_fees_matched') }}
    where fee_month is not null
    group by fee_month
),

priced as (
    select
        terms.*,
        units.priced_month,
        units.units,
        units.undecided_units,
        cast(terms.unit_price as double) * rates.rate as price,
        cast(coalesce(terms.monthly_credit_amount, 0) as double) * rates.rate as credit,
        cast(terms.monthly_cap_amount as double) * rates.rate as cap
    from {{ ref('int_repriced_units') }} as units
    inner join {{ ref('contract_terms') }} as terms on units.terms_id = terms.terms_id
    left join rates on terms.currency = rates.currency
),

relieved as (
    select
        *,
        case
            when units * price is null then null
            when cap is null then greatest(units * price - credit, 0)
            else least(greatest(units * price - credit, 0), cap)
        end as amount
    from priced
)

select
    relieved.terms_id,
    relieved.vendor,
    relieved.pricing_model,
    relieved.unit,
    relieved.definition,
    {{ month_key('relieved.priced_month') }} as period,
    relieved.priced_month as period_start_on,
    relieved.units,
    relieved.undecided_units,
    relieved.price as unit_price,
    cast(round(relieved.amount, 6) as decimal(18, 6)) as amount,
    '{{ var("reporting_currency") }}' as currency,
    verified.conversations as n,
    verified.settled as contacts_settled,
    verified.verified as resolutions_verified,
    case when verified.settled >= {{ minimum_n() }} then {{ ratio(
        'relieved.amount', 'verified.answered * ' ~ ratio('verified.verified', 'verified.settled')
    ) }} end
        as amount_per_verified,
    case when verified.settled >= {{ minimum_n() }} then {{ ratio(
        'relieved.amount', 'verified.answered * ' ~ wilson_high('verified.verified', 'verified.settled')
    ) }} end as amount_per_verified_low,
    case when verified.settled >= {{ minimum_n() }} then {{ ratio(
        'relieved.amount', 'verified.answered * ' ~ wilson_low('verified.verified', 'verified.settled')
    ) }} end as amount_per_verified_high,
    cast(round(invoiced.fees, 6) as decimal(18, 6)) as invoiced_amount,
    {{ ratio('invoiced.fees', 'relieved.units') }} as break_even_unit_price,
    case
        when relieved.units is null then 'No source says how many'
        when relieved.price is null then 'The price is not known'
        when coalesce(verified.settled, 0) < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} contacts settled'
    end as withheld_reason,
    horizon.observed_until
from relieved
left join verified on relieved.priced_month = verified.priced_month
left join invoiced on relieved.priced_month = invoiced.fee_month
cross join {{ ref('int_horizon_found') }} as horizon
