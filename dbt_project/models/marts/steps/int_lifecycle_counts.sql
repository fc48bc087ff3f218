-- One row per period, lifecycle stage, segment, journey step, population and measure: how many of how many contacts,
-- and how many could not be told. Of `volume_share` the whole is known only over both populations.
with people as (
    select
        conversations.conversation_id,
        periods.period,
        periods.period_start_on,
        coalesce(conversations.lifecycle_stage, 'unknown') as lifecycle_stage,
        coalesce(customers.segment, customers.plan, 'unknown') as segment,
        case
            when conversations.contact_number = 1 then 'first contact'
            when conversations.contact_number = 2 then 'second contact'
            when conversations.contact_number > 2 then 'later contact'
            else 'unknown'
        end as journey_step
    from {{ ref('fct_conversations') }} as conversations
    inner join {{ ref('int_contact_periods') }} as periods on conversations.conversation_id = periods.conversation_id
    left join {{ ref('dim_customers') }} as customers on conversations.customer_id = customers.customer_id
    where conversations.exclusion_reason is null
),

moments as (
    select
        conversation_id,
        population,
        is_contact_leg,
        is_judged and is_mature_7d and is_traceable as is_told,
        is_judged and is_mature_7d and not is_traceable as is_untold,
        resolution = 'verified' as is_verified,
        recontact_7d as is_back,
        cast(null as boolean) as is_satisfied
    from {{ ref('fct_legs') }}
    where exclusion_reason is null
    union all
    select
        conversation_id,
        population,
        false as is_contact_leg,
        false as is_told,
        false as is_untold,
        false as is_verified,
        false as is_back,
        is_satisfied
    from {{ ref('fct_ratings') }}
    where kind = 'csat' and is_answered
),

counted as (
    select
        people.period,
        people.period_start_on,
        people.lifecycle_stage,
        people.segment,
        people.journey_step,
        moments.population,
        count(case when moments.is_contact_leg then 1 end) as contacts,
        count(case when moments.is_told then 1 end) as told,
        count(case when moments.is_untold then 1 end) as untold,
        count(case when moments.is_told and moments.is_verified then 1 end) as verified,
        count(case when moments.is_told and moments.is_back then 1 end) as back,
        count(moments.is_satisfied) as answers,
        count(case when moments.is_satisfied then 1 end) as satisfied
    from moments
    inner join people on moments.conversation_id = people.conversation_id
    where moments.population in ('human', 'ai')
    group by 1, 2, 3, 4, 5, 6
)

{%- for metric, numerator, n, unknown_n in [
    ('volume_share', 'contacts', 'contacts', '0'), ('verified_resolution_7d', 'verified', 'told', 'untold'),
    ('recontact_7d', 'back', 'told', 'untold'), ('csat_satisfied', 'satisfied', 'answers', '0')
] %}
select
    period,
    period_start_on,
    lifecycle_stage,
    segment,
    journey_step,
    population,
    '{{ metric }}' as metric,
    {{ numerator }} as numerator,
    {{ n }} as n,
    cast({{ unknown_n }} as bigint) as unknown_n
from counted
{{ 'union all' if not loop.last }}
{%- endfor %}
