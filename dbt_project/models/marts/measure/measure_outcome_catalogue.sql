-- One row per workflow (the matter that is to be settled) and population: the outcome that can be bought, how often it
-- is reached, what one costs, and the price above which people settle the same matter for less.
with legs as (
    select
        intent_id,
        population,
        count(case when is_contact_leg then 1 end) as contacts,
        count(case when is_judged and is_mature_7d and is_traceable then 1 end) as told,
        count(case when is_judged and is_mature_7d and not is_traceable then 1 end) as untold,
        count(case when is_judged and is_mature_7d and is_traceable and resolution = 'verified' then 1 end) as verified,
        -- Only of contacts that could be told, so that cost and outcome are of the same ones.
        sum(case when is_judged and is_mature_7d and is_traceable then {{ net_cost('legs') }} end) as told_amount,
        count(case when is_judged and is_mature_7d and is_traceable then {{ net_cost('legs') }} end) as costed
    from {{ ref('fct_legs') }} as legs
    where exclusion_reason is null and population in ('human', 'ai')
    group by intent_id, population
),

billed as (
    select
        claims.intent_id,
        'ai' as population,
        count(*) as billed_units,
        {{ from_micros('sum(' ~ to_micros('claims.billed_amount * rates.rate') ~ ')') }} as billed_amount,
        count(case when claims.reason = 'verified' then 1 end) as billed_verified
    from {{ ref('fct_outcome_claims') }} as claims
    left join {{ ref('exchange_rates') }} as rates
        on claims.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    where claims.is_billed and claims.intent_id is not null
    group by claims.intent_id
),

priced as (
    select
        legs.*,
        billed.billed_units,
        billed.billed_amount,
        billed.billed_verified,
        coalesce(
            legs.told >= {{ minimum_n() }}
            and {{ ratio('legs.told - legs.costed', 'legs.told') }} <= {{ unknown_share_withheld() }}, false
        ) as has_cost,
        {{ ratio('legs.told_amount', 'legs.costed') }} as cost_per_contact,
        {{ ratio('legs.verified', 'legs.told') }} as rate,
        {{ wilson_low('legs.verified', 'legs.told') }} as rate_low,
        {{ wilson_high('legs.verified', 'legs.told') }} as rate_high
    from legs
    left join billed on legs.intent_id = billed.intent_id and legs.population = billed.population
)

select
    priced.intent_id,
    intents.intent_label,
    intents.family,
    intents.lifecycle_stage,
    intents.complexity,
    priced.population,
    'The customer does not come back on it within {{ var("verification_days") }} days, in any channel' as outcome,
    priced.contacts,
    {{ rate_columns('priced.verified', 'priced.told', 'priced.untold') }},
    case when priced.has_cost then {{ ratio('priced.cost_per_contact', 'priced.rate') }} end as cost_per_outcome,
    case when priced.has_cost then {{ ratio('priced.cost_per_contact', 'priced.rate_high') }} end
        as cost_per_outcome_low,
    case when priced.has_cost then {{ ratio('priced.cost_per_contact', 'priced.rate_low') }} end
        as cost_per_outcome_high,
    priced.billed_units,
    {{ ratio('priced.billed_amount', 'priced.billed_units') }} as billed_per_unit,
    {{ ratio('priced.billed_amount', 'priced.billed_verified') }} as billed_per_outcome,
    case
        when priced.population = 'ai' and people.has_cost
            then {{ ratio('people.cost_per_contact', 'people.rate_high') }}
    end as price_ceiling,
    '{{ var("reporting_currency") }}' as currency,
    case
        when intents.intent_id = 'unknown' then 'No price: the matter is not known'
        when priced.population = 'human' then 'What the outcome costs with people'
        when not coalesce(people.has_cost, false)
            then 'No price: too few contacts with people, or their cost is not known'
        when priced.told < {{ minimum_n() }} then 'No price: too few contacts with the AI'
        when priced.rate_low is null or priced.rate_low = 0 then 'No price: the AI has not reached it yet'
        else 'Agree on at most ' || {{ amount_text(ratio('people.cost_per_contact', 'people.rate_high')) }}
            || ' {{ var("reporting_currency") }} for each outcome that held'
    end as sentence
from priced
inner join {{ ref('dim_intents') }} as intents on priced.intent_id = intents.intent_id
left join priced as people
    on priced.intent_id = people.intent_id and priced.population = 'ai' and people.population = 'human'
