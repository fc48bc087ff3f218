-- One row per population that reached out before a ticket, and outcome: how many customers were reached, and whether
-- fewer of them wrote or left, or more bought, than of customers alike whom nobody reached.
{%- set outcomes = {'wrote': 'contacts_avoided', 'bought': 'offer_taken', 'has_left': 'churn_prevented'} %}
with weighed as (
    select
        population,
        outcome,
        n_exposed,
        x_exposed,
        n_control,
        x_control,
        -- Who bought is a gain, who wrote or left is a loss.
        case when outcome = 'bought' then -1 else 1 end
            * ({{ ratio('x_control', 'n_control') }} - {{ ratio('x_exposed', 'n_exposed') }}) as gain,
        {{ ratio('x_exposed', 'n_exposed') }} as p1,
        {{ ratio('x_control', 'n_control') }} as p0,
        sum(n_exposed) over (partition by population, outcome) as n_reached,
        sum(case when n_control > 0 then n_exposed end) over (partition by population, outcome) as n_compared
    from {{ ref('int_proactive_strata') }}
),

summed as (
    select
        population,
        outcome,
        cast(max(n_reached) as bigint) as n_exposed,
        cast(max(n_compared) as bigint) as n_compared,
        cast(sum(n_control) as bigint) as n_control,
        cast(sum(cast(n_exposed * gain as decimal(24, 12))) as double) / max(n_compared) as difference,
        sqrt(cast(sum(cast(
            cast(n_exposed as double) * n_exposed
            * (p1 * (1 - p1) / n_exposed + p0 * (1 - p0) / n_control) as decimal(28, 12)
        )) as double)) / max(n_compared) as standard_error
    from weighed
    where n_control > 0
    group by population, outcome
),

bounded as (
    select
        summed.*,
        {{ proactive_shown() }} as is_shown,
        difference - {{ z_95() }} * standard_error as low,
        difference + {{ z_95() }} * standard_error as high,
        floor(greatest(0, difference - {{ z_95() }} * standard_error) * n_compared) as customers
    from summed
),

shares as (
    select
        conversations.first_population as population,
        count(case when conversations.is_proactive then 1 end) as proactive,
        count(*) as conversations,
        max(case when conversations.is_proactive then 1 else 0 end) as is_known
    from {{ ref('fct_conversations') }} as conversations
    where conversations.exclusion_reason is null and conversations.first_population in ('human', 'ai')
    group by conversations.first_population
)

select
    shares.population,
    'proactive_share' as measure,
    shares.proactive as n_exposed,
    shares.conversations as n_control,
    case when shares.is_known = 1 then {{ ratio('shares.proactive', 'shares.conversations') }} end as value,
    case when shares.is_known = 1 then {{ wilson_low('shares.proactive', 'shares.conversations') }} end as value_low,
    case when shares.is_known = 1 then {{ wilson_high('shares.proactive', 'shares.conversations') }} end as value_high,
    cast(null as double) as customers_prudent,
    cast(null as double) as prudent_value,
    cast(null as string) as currency,
    case
        when shares.is_known = 0 then 'No source marks a conversation as begun by us'
        else {{ whole_text('shares.proactive') }} || ' of ' || {{ whole_text('shares.conversations') }}
            || ' conversations were begun by us'
    end as sentence
from shares
union all
select
    bounded.population,
    case bounded.outcome
        {%- for outcome, measure in outcomes.items() %}
        when '{{ outcome }}' then '{{ measure }}'
        {%- endfor %}
    end as measure,
    bounded.n_compared as n_exposed,
    bounded.n_control,
    case when bounded.is_shown then bounded.difference end as value,
    case when bounded.is_shown then bounded.low end as value_low,
    case when bounded.is_shown then bounded.high end as value_high,
    case when bounded.is_shown then bounded.customers end as customers_prudent,
    case
        when bounded.is_shown and bounded.outcome = 'has_left'
            then greatest(0, bounded.low) * bounded.n_compared * revenue.amount_a_month * 6
    end as prudent_value,
    revenue.currency,
    case
        when not bounded.is_shown then 'Not shown: too few customers, or too many without anybody alike'
        when bounded.low > 0
            then 'At least ' || {{ whole_text('bounded.customers') }} || ' of '
                || {{ whole_text('bounded.n_compared') }}
                || ' customers, among customers alike; a hypothesis until tested by assignment'
        else 'No effect shown among ' || {{ whole_text('bounded.n_compared') }} || ' customers'
    end as sentence
from bounded
left join {{ ref('int_customer_revenue') }} as revenue on bounded.outcome = 'has_left'
