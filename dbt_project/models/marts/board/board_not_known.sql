-- One row per thing the report does not know, said in a sentence.
{{ config(materialized='ephemeral', contract={'enforced': false}) }}
with judged as (
    select
        population,
        count(*) as endings,
        count(case when resolution = 'pending' then 1 end) as pending,
        count(case when not is_traceable then 1 end) as untraceable
    from {{ ref('fct_legs') }}
    where is_judged and population is not null
    group by population
),

lines as (
    select
        case population when 'human' then 90 else 91 end as line_order,
        population,
        'not_traceable' as metric,
        untraceable as hits,
        endings as n,
        case population when 'human' then 'people' else 'the AI' end
        || ': the customer or the matter is not known, so nobody can say whether they came back' as what
    from judged
    union all
    select
        case population when 'human' then 92 else 93 end as line_order,
        population,
        'pending' as metric,
        pending as hits,
        endings as n,
        case population when 'human' then 'people' else 'the AI' end
        || ': too early to say, the 7 days are not over' as what
    from judged
),

bounded as (
    select
        *,
        {{ ratio('hits', 'n') }} as value,
        {{ wilson_low('hits', 'n') }} as value_low,
        {{ wilson_high('hits', 'n') }} as value_high
    from lines
)

select
    cast(line_order as bigint) as line_order,
    'not_known' as section,
    'Contacts of ' || what || ': ' || {{ whole_text('hits') }} || ' of ' || {{ whole_text('n') }} || '.' as headline,
    population,
    metric,
    value,
    value_low,
    value_high,
    n,
    'share' as unit,
    false as is_withheld,
    cast(null as string) as withheld_reason
from bounded
