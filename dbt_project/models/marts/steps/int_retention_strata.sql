-- One row per exposure, population and stratum of customers alike in tenure, value, family of intents and earlier
-- contacts: who was exposed, who was not, and who of them left within 30 days. A customer counts once, with the first
-- contact that can be followed so long.
with valued as (
    select
        customers.person_id,
        events.event_type,
        events.occurred_at
    from {{ ref('int_customer_value_events_unioned') }} as events
    inner join {{ ref('int_customers_stitched') }} as customers on events.customer_id = customers.customer_id
),

contacts as (
    select
        legs.customer_id as person_id,
        legs.population,
        coalesce(intents.family, 'unknown') as family,
        legs.resolution,
        legs.finished_at,
        row_number() over (partition by legs.customer_id order by legs.finished_at, legs.leg_id) as contact_number
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('dim_intents') }} as intents on legs.intent_id = intents.intent_id
    where legs.is_judged and legs.is_mature_30d and legs.is_traceable and legs.population in ('human', 'ai')
),

firsts as (
    select
        contacts.*,
        case
            when people.created_at is null then 'not known'
            when people.created_at > {{ add_days('contacts.finished_at', -90) }} then 'under 90 days'
            else '90 days and more'
        end as tenure
    from contacts
    left join {{ ref('dim_customers') }} as people on contacts.person_id = people.customer_id
    where contacts.contact_number = 1
),

histories as (
    select
        firsts.person_id,
        max(case when valued.event_type in ('purchase', 'renewal', 'upgrade')
            and valued.occurred_at <= firsts.finished_at then 1 else 0 end) as has_bought,
        max(case when valued.event_type = 'saved' and valued.occurred_at between firsts.finished_at
            and {{ add_days('firsts.finished_at', 7) }} then 1 else 0 end) as is_saved,
        max(case when valued.event_type = 'churn' and valued.occurred_at > firsts.finished_at
            and valued.occurred_at <= {{ add_days('firsts.finished_at', 30) }} then 1 else 0 end) as has_churned
    from firsts
    inner join valued on firsts.person_id = valued.person_id
    group by firsts.person_id
),

followed as (
    select
        firsts.*,
        coalesce(histories.has_bought, 0) as has_bought,
        coalesce(histories.is_saved, 0) as is_saved,
        coalesce(histories.has_churned, 0) as has_churned
    from firsts
    left join histories on firsts.person_id = histories.person_id
),

exposed as (
    select 'verified' as exposure, *, case when resolution = 'verified' then 1 else 0 end as is_exposed
    from followed
    where resolution in ('verified', 'recontacted', 'went_elsewhere')
    union all
    select 'saved' as exposure, *, is_saved as is_exposed
    from followed
)

select
    exposure,
    population,
    tenure,
    has_bought = 1 as has_bought,
    family,
    cast(sum(is_exposed) as bigint) as n_exposed,
    cast(sum(is_exposed * has_churned) as bigint) as churn_exposed,
    cast(sum(1 - is_exposed) as bigint) as n_control,
    cast(sum((1 - is_exposed) * has_churned) as bigint) as churn_control
from exposed
group by exposure, population, tenure, has_bought = 1, family
