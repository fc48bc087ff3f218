-- A row here means that money in this currency is missing from every cost: add its rate to the seed exchange_rates.
with used as (
    select currency from {{ ref('int_cost_lines_unioned') }} where amount is not null
    union all
    select currency from {{ ref('int_invoices_unioned') }} where amount is not null
    union all
    select currency from {{ ref('int_outcome_claims_unioned') }} where billed_amount is not null
)

select used.currency, count(*) as amounts
from used
left join {{ ref('exchange_rates') }} as rates
    on used.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
where rates.currency is null
group by used.currency
