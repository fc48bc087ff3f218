-- One row per source and measure of how far its data is ours: fields it gives or holds back, how far back it reaches,
-- how late it is, what it can be joined to, how much of what it bills we hold ourselves; and their mean as a score.
{%- set history = 'cast(history_seconds as double) / 86400' %}
{%- set lag = 'cast(lag_seconds as double) / 3600' %}
{%- set none_yet = 'cast(null as double)' %}
{%- set measures = [
    ['field', ref('int_source_fields'), "entity || '.' || field", 'filled', 'records', ratio('filled', 'records'),
        none_yet],
    ['fields_given', 'fields', "'all'", 'given', 'asked', ratio('given', 'asked'), ratio('given', 'asked')],
    ['history_days', 'reaches', "'all'", 'history_seconds', 'events', history,
        'least(1, ' ~ history ~ ' / ' ~ var('history_days_wanted') ~ ')'],
    ['lag_hours', 'reaches', "'all'", 'lag_seconds', 'events', lag,
        'greatest(0, 1 - ' ~ lag ~ ' / ' ~ var('lag_hours_tolerated') ~ ')'],
    ['own_copy', 'copies', "'all'", 'filled', 'records', ratio('filled', 'records'), ratio('filled', 'records')]
] %}
{%- for key in ['identity', 'account', 'revenue'] %}
{%- do measures.append(['joined_to_' ~ key, 'joins', "'customers'", key ~ '_filled', 'records',
    ratio(key ~ '_filled', 'records'), none_yet]) %}
{%- endfor %}
with events as (
    select
        source, min(occurred_at) as first_at, max(occurred_at) as last_at,
        count(*) as events,
        max(case when actor_type = 'ai' then 1 else 0 end) as has_ai,
        max(case when actor_type = 'human' then 1 else 0 end) as has_people
    from {{ ref('int_conversation_events_unioned') }}
    group by source
),

reaches as (
    select *, {{ seconds_between('first_at', 'last_at') }} as history_seconds,
        {{ seconds_between('last_at', 'max(last_at) over ()') }} as lag_seconds
    from events
),

fields as (
    select source, count(case when filled > 0 then 1 end) as given, count(*) as asked
    from {{ ref('int_source_fields') }} group by source
),

copies as (
    select vendor as source, count(conversation_id) as filled, count(*) as records
    from {{ ref('fct_outcome_claims') }} where is_billed group by vendor
),

valued as (
    select distinct customer_id from {{ ref('int_customer_value_events_unioned') }}
),

joins as (
    select
        customers.source, count(*) as records,
        count(customers.identity_hash) as identity_filled,
        count(customers.account_id) as account_filled,
        count(valued.customer_id) as revenue_filled
    from {{ ref('int_customers_unioned') }} as customers
    left join valued on customers.customer_id = valued.customer_id
    group by customers.source
),

measured as (
    {%- for measure, relation, about, numerator, n, value, score in measures %}
    select
        source,
        '{{ measure }}' as measure, {{ about }} as about,
        {{ numerator }} as numerator, {{ n }} as n,
        {{ value }} as value, {{ score }} as score
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

scored as (
    select * from measured
    union all
    select
        source,
        'access_score' as measure,
        'all' as about,
        cast(null as bigint) as numerator, count(score) as n,
        cast(sum(cast(score as decimal(9, 8))) as double) / count(score) as value,
        cast(null as double) as score
    from measured where score is not null group by source
)

select
    scored.source,
    case
        when events.has_ai = 1 then case when events.has_people = 1 then 'all' else 'ai' end
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
