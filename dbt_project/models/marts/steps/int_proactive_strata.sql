-- One row per population that reached out, month, stratum of customers alike, and what may have come of it within 30
-- days of the next month: those reached, those not, and how many of each it happened to.
with reached as (
    select
        customer_id,
        {{ month_start('min(opened_at)') }} as month_on,
        min_by(coalesce(first_population, 'unknown'), opened_at) as population
    from {{ ref('fct_conversations') }}
    where is_proactive and is_identified and exclusion_reason is null and opened_at is not null
    group by 1
),

windows as (
    select months.month_on, months.from_at, {{ add_days('months.from_at', 30) }} as until_at
    from (
        select distinct
            month_on,
            cast({{ month_start(add_days('cast(month_on as timestamp)', 31)) }} as timestamp) as from_at
        from reached
    ) as months
    cross join {{ ref('int_horizon_found') }} as horizon
    where {{ add_days('months.from_at', 30) }} <= horizon.observed_until
),

-- Whoever was reached in an earlier month is no control any more.
people as (
    select
        windows.month_on,
        customers.customer_id,
        case when reached.month_on = windows.month_on then reached.population end as population,
        coalesce(customers.segment, customers.plan, 'unknown') as segment,
        case when customers.created_at > {{ add_days('cast(windows.month_on as timestamp)', -90) }} then 'under 90 days'
            else '90 days and more' end as tenure
    from {{ ref('dim_customers') }} as customers
    inner join windows on customers.created_at < windows.month_on
    left join reached on customers.customer_id = reached.customer_id
    where customers.is_identified and (reached.month_on is null or reached.month_on >= windows.month_on)
),

happened as (
    select
        conversations.customer_id,
        windows.month_on,
        max(case when conversations.opened_at < windows.month_on then 1 else 0 end) as wrote_before,
        max(case when conversations.opened_at >= windows.from_at then 1 else 0 end) as wrote,
        0 as bought, 0 as has_left
    from {{ ref('fct_conversations') }} as conversations
    inner join windows
        on conversations.opened_at >= {{ add_days('cast(windows.month_on as timestamp)', -30) }}
        and conversations.opened_at < windows.until_at
    where conversations.is_contact and not conversations.is_proactive and conversations.customer_id is not null
    group by 1, 2
    union all
    select
        stitched.person_id as customer_id,
        windows.month_on, 0 as wrote_before, 0 as wrote,
        max(case when valued.event_type in ('purchase', 'renewal', 'upgrade') then 1 else 0 end) as bought,
        max(case when valued.event_type = 'churn' then 1 else 0 end) as has_left
    from {{ ref('int_customer_value_events_unioned') }} as valued
    inner join {{ ref('int_customers_stitched') }} as stitched on valued.customer_id = stitched.customer_id
    inner join windows on valued.occurred_at >= windows.from_at and valued.occurred_at < windows.until_at
    group by 1, 2
),

outcomes as (
    select
        customer_id,
        month_on
        {%- for fact in ['wrote_before', 'wrote', 'bought', 'has_left'] %},
        max({{ fact }}) as {{ fact }}
        {%- endfor %}
    from happened
    group by 1, 2
),

cells as (
    select
        people.month_on,
        people.segment,
        people.tenure,
        coalesce(outcomes.wrote_before, 0) = 1 as wrote_before,
        coalesce(people.population, 'control') as side,
        count(*) as n,
        {%- for outcome in ['wrote', 'bought', 'has_left'] %}
        cast(sum(coalesce(outcomes.{{ outcome }}, 0)) as bigint) as {{ outcome }}{{ ',' if not loop.last }}
        {%- endfor %}
    from people
    left join outcomes on people.customer_id = outcomes.customer_id and people.month_on = outcomes.month_on
    group by 1, 2, 3, 4, 5
)

{%- for outcome in ['wrote', 'bought', 'has_left'] %}
select
    exposed.side as population,
    '{{ outcome }}' as outcome,
    exposed.month_on,
    exposed.segment,
    exposed.tenure,
    exposed.wrote_before,
    exposed.n as n_exposed,
    exposed.{{ outcome }} as x_exposed,
    coalesce(control.n, 0) as n_control,
    coalesce(control.{{ outcome }}, 0) as x_control
from cells as exposed
left join cells as control
    on exposed.month_on = control.month_on and exposed.segment = control.segment and exposed.tenure = control.tenure
    and exposed.wrote_before = control.wrote_before and control.side = 'control'
where exposed.side <> 'control'
{{ 'union all' if not loop.last }}
{%- endfor %}
