-- One row per whole week and place, 1 to 3: the matters and populations where most contacts surely failed, whether
-- somebody who can change it has been told, and how often it was among the three in the eight weeks before.
with weeks as (
    select
        {{ week_start('days.local_on') }} as week_start_on,
        days.intent_id,
        days.population,
        cast(sum(days.told) as bigint) as n,
        cast(sum(days.failed) as bigint) as numerator,
        cast(sum(days.failed_customers) as bigint) as customers,
        cast(sum(days.failed_amount) as decimal(18, 6)) as cost_amount
    from {{ ref('int_theme_days') }} as days
    inner join {{ ref('int_whole_weeks') }} as whole on {{ week_start('days.local_on') }} = whole.week_start_on
    group by {{ week_start('days.local_on') }}, days.intent_id, days.population
),

ranked as (
    select
        *,
        {{ wilson_low('numerator', 'n') }} * n as surely_failed,
        cast(row_number() over (
            partition by week_start_on
            order by {{ wilson_low('numerator', 'n') }} * n desc, numerator desc, intent_id, population
        ) as bigint) as place
    from weeks
    where n >= {{ minimum_n() }} and numerator > 0
),

top as (
    select * from ranked where place <= 3
),

earlier as (
    select top.week_start_on, top.place, count(before.week_start_on) as weeks_before
    from top
    left join top as before
        on top.intent_id = before.intent_id and top.population = before.population
        and top.week_start_on > before.week_start_on
        and cast(before.week_start_on as timestamp) >= {{ add_days('cast(top.week_start_on as timestamp)', -56) }}
    group by top.week_start_on, top.place
),

routed as (
    select top.week_start_on, top.place, max(themes.started_at) as routed_at
    from top
    inner join {{ ref('int_ops_events_unioned') }} as themes
        on {{ names_id('themes.intents', 'top.intent_id') }}
        and themes.started_at < {{ add_days('cast(top.week_start_on as timestamp)', 7) }}
    where themes.kind = 'theme'
    group by top.week_start_on, top.place
)

select
    top.week_start_on,
    top.place,
    top.intent_id,
    intents.intent_label,
    top.population,
    {{ rate_columns('top.numerator', 'top.n') }},
    top.surely_failed,
    top.customers,
    top.cost_amount,
    '{{ var("reporting_currency") }}' as currency,
    earlier.weeks_before,
    routed.routed_at,
    case
        when routed.routed_at is not null then 'Somebody who can change it has been told'
        when earlier.weeks_before > 0 then 'Nobody has been told, and it was here before'
        else 'New: nobody has been told'
    end as sentence
from top
inner join earlier on top.week_start_on = earlier.week_start_on and top.place = earlier.place
left join routed on top.week_start_on = routed.week_start_on and top.place = routed.place
inner join {{ ref('dim_intents') }} as intents on top.intent_id = intents.intent_id
