-- One row per period, risk (each and all) and population: customers who were about to leave and stayed for 30 days,
-- those tagged as saved, and how the AI compares with people on the same risk.
with value_known as (
    select min(occurred_at) as from_at, max(occurred_at) as until_at
    from {{ ref('int_customer_value_events_unioned') }}
    where event_type in ('churn', 'saved')
),

risks as (
    select
        legs.conversation_id,
        legs.customer_id,
        legs.is_identified,
        legs.population,
        legs.finished_at,
        case
            when legs.lifecycle_stage = 'retention' then 'wants to leave'
            when conversations.contact_number > 1 and journeys.has_failure then 'failed before'
        end as risk,
        row_number() over (partition by legs.customer_id order by legs.finished_at, legs.leg_id) as risk_number
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('fct_conversations') }} as conversations on legs.conversation_id = conversations.conversation_id
    inner join {{ ref('fct_journeys') }} as journeys on legs.journey_id = journeys.journey_id
    where legs.is_contact_leg and legs.is_mature_30d and legs.population in ('human', 'ai')
        and (legs.lifecycle_stage = 'retention' or (conversations.contact_number > 1 and journeys.has_failure))
),

-- A customer is at risk once: the first such contact counts, so that one departure is charged to one population.
firsts as (
    select risks.* from risks
    inner join value_known on risks.finished_at >= value_known.from_at
    where risks.risk_number = 1 or not risks.is_identified
),

followed as (
    select
        firsts.conversation_id,
        max(case when valued.event_type = 'churn' and valued.occurred_at > firsts.finished_at
            and valued.occurred_at <= {{ add_days('firsts.finished_at', 30) }} then 1 else 0 end) as has_left,
        max(case when valued.event_type = 'saved' and valued.occurred_at >= firsts.finished_at
            and valued.occurred_at <= {{ add_days('firsts.finished_at', 7) }} then 1 else 0 end) as is_tagged
    from firsts
    left join {{ ref('int_customers_stitched') }} as stitched on firsts.customer_id = stitched.person_id
    left join {{ ref('int_customer_value_events_unioned') }} as valued
        on stitched.customer_id = valued.customer_id and valued.event_type in ('churn', 'saved')
    group by firsts.conversation_id
),

counted as (
    {%- for risk in ['firsts.risk', "'all'"] %}
    select
        periods.period,
        max(periods.period_start_on) as period_start_on,
        {{ risk }} as risk,
        firsts.population,
        count(case when firsts.is_identified then 1 end) as n,
        count(case when not firsts.is_identified then 1 end) as unknown_n,
        count(case when firsts.is_identified and followed.has_left = 0 then 1 end) as numerator,
        count(case when firsts.is_identified and followed.is_tagged = 1 then 1 end) as tagged
    from firsts
    inner join followed on firsts.conversation_id = followed.conversation_id
    inner join {{ ref('int_contact_periods') }} as periods on firsts.conversation_id = periods.conversation_id
    group by periods.period, firsts.population{{ ', firsts.risk' if loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

paired as (
    select
        counted.*,
        people.numerator as people_numerator,
        people.n as people_n,
        coalesce(least(counted.n, people.n) >= {{ minimum_n_compared() }} and people.n is not null, false)
            as is_compared
    from counted
    left join counted as people
        on counted.period = people.period and counted.risk = people.risk
        and counted.population = 'ai' and people.population = 'human'
)

select
    period,
    period_start_on,
    risk,
    population,
    {{ rate_columns('numerator', 'n', 'unknown_n') }},
    tagged,
    case when is_compared then {{ contrast('numerator', 'n', 'people_numerator', 'people_n') }} end as difference,
    case when is_compared then {{ contrast('numerator', 'n', 'people_numerator', 'people_n') }}
        - sqrt({{ contrast_low_square('numerator', 'n', 'people_numerator', 'people_n') }}) end as difference_low,
    case when is_compared then {{ contrast('numerator', 'n', 'people_numerator', 'people_n') }}
        + sqrt({{ contrast_high_square('numerator', 'n', 'people_numerator', 'people_n') }}) end as difference_high
from paired
