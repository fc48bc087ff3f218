-- One row per indicator of maturity and population that it applies to (`all` for the company): its evidence and score.
with evidence as (
    {%- for part in ['people', 'quality', 'service', 'measure', 'learning', 'planning'] %}
    select indicator_id, population, value, n, highest_level from {{ ref('int_maturity_of_' ~ part) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

populations as (
    select population from {{ ref('fct_legs') }} where population in ('human', 'ai') group by population
),

wanted as (
    select indicators.*, populations.population
    from {{ ref('maturity_indicators') }} as indicators
    cross join populations
    where indicators.applies_to in ('both', populations.population)
    union all
    select indicators.*, 'all' as population
    from {{ ref('maturity_indicators') }} as indicators
    where indicators.applies_to = 'company'
),

scored as (
    select
        wanted.*,
        evidence.value,
        evidence.n,
        {{ indicator_score('evidence.value', 'wanted.direction', 'evidence.highest_level') }} as score
    from wanted
    left join evidence on wanted.indicator_id = evidence.indicator_id and wanted.population = evidence.population
)

select
    indicator_id,
    function_id,
    indicator_order,
    population,
    indicator,
    tier_id,
    unit,
    value,
    n,
    cast(score as bigint) as score,
    value is null as is_missing,
    case score when 0 then level_1 when 1 then level_2 when 2 then level_3 end as next_level,
    mart,
    threshold_version,
    indicator || ': ' || case
        when value is null then 'no evidence, which counts as 0'
        when unit = 'level' and score = 0 then 'not yet'
        when unit = 'level' then lower(case score when 1 then level_1 when 2 then level_2 else level_3 end)
        else {{ measured_text('value', 'unit') }}
    end || case when n is not null then ' (n = ' || {{ whole_text('n') }} || ')' else '' end
    || '. Level ' || cast(score as string) || ' of 3.' as sentence
from scored
