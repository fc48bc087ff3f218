-- One row per contract terms and month: the units that own history holds under them; null where it cannot tell.
with conversations as (
    select
        terms_id,
        priced_month,
        cast(count(case when contract_reason = 'met' then 1 end) as double) as units,
        count(case when contract_reason in ('pending', 'unverifiable') then 1 end) as undecided_units
    from {{ ref('int_repriced_conversations') }}
    group by terms_id, priced_month
),

months as (
    select distinct priced_month from {{ ref('int_repriced_conversations') }}
),

seats as (
    select {{ month_start('started_at') }} as priced_month, cast(count(distinct actor_id) as double) as units
    from {{ ref('int_legs_measured') }}
    where population = 'human' and is_handled and started_at is not null
    group by {{ month_start('started_at') }}
),

tokens as (
    select
        {{ month_start('occurred_at') }} as priced_month,
        cast(sum(coalesce(tokens_in, 0) + coalesce(tokens_out, 0)) as double) / 1000000 as units
    from {{ ref('int_conversation_events_ordered') }}
    where occurred_at is not null and (tokens_in is not null or tokens_out is not null)
    group by {{ month_start('occurred_at') }}
)

select terms_id, priced_month, units, undecided_units from conversations
union all
select
    terms.terms_id,
    months.priced_month,
    case when terms.counting_rule = 'seat' then seats.units else tokens.units end as units,
    cast(0 as bigint) as undecided_units
from {{ ref('contract_terms') }} as terms
cross join months
left join seats on months.priced_month = seats.priced_month
left join tokens on months.priced_month = tokens.priced_month
where terms.counting_rule in ('seat', 'token')
    and months.priced_month >= terms.valid_from
    and (terms.valid_to is null or months.priced_month < terms.valid_to)
