-- One row per source and measure of how far its data is ours: fields it gives or holds back, how far back it reaches,
-- how late it is, what it can be joined to, how much of what it bills we hold ourselves; and their mean as a score.
with events as (
    select
        source,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at,
        count(*) as events,
        max(case when actor_type = 'ai' then 1 else 0 end) as has_ai,
        max(case when actor_type = 'human' then 1 else 0 end) as has_people
    from {{ ref('int_conversation_events_unioned') }}
    group by source
),

reaches as (
    select
        *,
        {{ seconds_between('first_at', 'last_at') }} as history_seconds,
        {{ seconds_between('last_at', 'max(last_at) over ()') }} as lag_seconds
    from events
),

copies as (
    select vendor as source, count(conversation_id) as filled, count(*) as records
    from {{ ref('fct_outcome_claims') }}
    where is_billed
    group by vendor
),

joins as (
    select
        customers.source,
        count(*) as records,
        count(customers.identity_hash) as identity_filled,
        count(customers.account_id) as account_filled,
        count(valued.customer_id) as revenue_filled
    from {{ ref('int_customers_unioned') }} as customers
    left join (select distinct customer_id from {{ ref('int_customer_value_events_unioned') }}) as valued
        on customers.customer_id = valued.customer_id
    group by customers.source
),

measured as (
    select
        source,
        'field' as measure,
        entity || '.' || field as about,
        filled as numerator,
        records as n,
        {{ ratio('filled', 'records') }} as value,
        cast(null as double) as score
    from {{ ref('int_source_fields') }}
    union all
    select
        source,
        'fields_given' as measure,
        'all' as about,
        count(case when filled > 0 then 1 end) as numerator,
        count(*) as n,
        {{ ratio('count(case when filled > 0 then 1 end)', 'count(*)') }} as value,
        {{ ratio('count(case when filled > 0 then 1 end)', 'count(*)') }} as score
    from {{ ref('int_source_fields') }}
    group by source
    union all
    select
        source,
        'history_days' as measure,
        'all' as about,
        history_seconds as numerator,
        events as n,
        cast(history_seconds as double) / 86400 as value,
        least(1, cast(history_seconds as double) / 86400 / {{ var('history_days_wanted') }}) as score
    from reaches
    union all
    select
        source,
        'lag_hours' as measure,
        'all' as about,
        lag_seconds as numerator,
        events as n,
        cast(lag_seconds as double) / 3600 as value,
        greatest(0, 1 - cast(lag_seconds as double) / 3600 / {{ var('lag_hours_tolerated') }}) as score
    from reaches
    union all
    select
        source,
        'own_copy' as measure,
        'all' as about,
        filled as numerator,
        records as n,
        {{ ratio('filled', 'records') }} as value,
        {{ ratio('filled', 'records') }} as score
    from copies
    {%- for key in ['identity', 'account', 'revenue'] %}
    union all
    select
        source,
        'joined_to_{{ key }}' as measure,
        'customers' as about,
        {{ key }}_filled as numerator,
        records as n,
        {{ ratio(key ~ '_filled', 'records') }} as value,
        cast(null as double) as score
    from joins
    {%- endfor %}
),

scored as (
    select * from measured
    union all
    select
        source,
        'access_score' as measure,
        'all' as about,
        cast(null as bigint) as numerator,
        count(score) as n,
        cast(sum(cast(score as decimal(9, 8))) as double) / count(score) as value,
        cast(null as double) as score
    from measured
    where score is not null
    group by source
)

select
    scored.source,
    case
        when events.has_ai = 1 and events.has_people = 1 then 'all'
        when events.has_ai = 1 then 'ai'
        when events.has_people = 1 then 'human'
        else 'none'
    end as population,
    scored.measure,
    scored.about,
    scored.numerator,
    scored.n,
    scored.value,
    scored.score,
    case
        when scored.measure = 'field' and scored.numerator = 0 then 'Held back: no record has it'
        when scored.measure = 'field' and scored.numerator < scored.n then 'Given where it applies'
        when scored.measure = 'field' then 'Given always'
        when scored.measure = 'own_copy' and scored.numerator < scored.n
            then cast(scored.n - scored.numerator as string) || ' billed units have no conversation of ours'
        when scored.measure = 'own_copy' then 'Every billed unit has its conversation here'
        when scored.measure = 'lag_hours' and scored.numerator = 0 then 'Newest of all sources'
        else 'Counted in full'
    end as sentence
from scored
left join events on scored.source = events.source
