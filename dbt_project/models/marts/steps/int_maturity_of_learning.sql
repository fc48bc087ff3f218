-- One row per indicator of Improve and Know and population, but for policies: what the data shows of it.
with horizon as (
    select observed_until from {{ ref('int_horizon_found') }}
),

live as (
    {%- for population, column in [('human', 'live_for_humans_at'), ('ai', 'live_for_ai_at')] %}
    select '{{ population }}' as population, change_id, change_id || ':{{ population }}' as programme
    from {{ ref('fct_changes') }}
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

tested as (
    select programme, max(case when effect is null then 0 else 1 end) as is_tested
    from {{ ref('improve_programmes') }}
    group by programme
),

watched as (
    select change_id, max(case when value is null then 0 else 1 end) as is_watched
    from {{ ref('process_ai_versions') }}
    where change_id is not null and window_name = 'after'
    group by change_id
),

changes as (
    select
        live.population,
        count(*) as n,
        avg(cast(coalesce(tested.is_tested, 0) as double)) as tested,
        avg(cast(greatest(coalesce(tested.is_tested, 0), coalesce(watched.is_watched, 0)) as double)) as recorded
    from live
    left join tested on live.programme = tested.programme
    left join watched on live.change_id = watched.change_id and live.population = 'ai'
    group by live.population
),

looks as (
    select
        population,
        max(n_after) as n,
        max(
            case
                when {{ seconds_between('cast(after_until_on as timestamp)', 'horizon.observed_until') }} <= 1209600
                    then 3
                else 2
            end
        ) as level
    from {{ ref('improve_explained_changes') }}
    cross join horizon
    where measure = 'verified_resolution_7d' and population in ('human', 'ai')
    group by population
),

followed as (
    select population, sum(n) as n
    from {{ ref('improve_control_charts') }}
    where measure = 'recontact_7d' and value is not null and population in ('human', 'ai')
    group by population
),

edges as (
    select
        count(case when is_latest and status <> 'prior only' then 1 end) as tested,
        count(case when is_latest then 1 end) as n,
        count(distinct evaluated_on) as looks
    from {{ ref('improve_edge_evidence') }}
),

resolvers as (
    select intent_id, count(*) as n, count(distinct case when resolution = 'verified' then actor_id end) as people
    from {{ ref('fct_legs') }}
    where population = 'human' and complexity >= 4 and intent_id is not null and is_judged
    group by intent_id
)

select {{ evidence("'improve_1'", 'population', 'recorded', 'n') }} from changes
union all
select {{ evidence("'improve_2'", 'population', 'tested', 'n') }} from changes
union all
select {{ evidence("'improve_4'", 'followed.population', 'coalesce(looks.level, 1)', 'followed.n') }}
from followed
left join looks on followed.population = looks.population
union all
select {{ evidence(
    "'improve_5'",
    "'all'",
    'tested',
    'n',
    'case when looks > 1 then 3 else 2 end'
) }} from edges
union all
select {{ evidence(
    "'know_' || case metric when 'know_volume_coverage' then '1' when 'know_stale_articles' then '2' else '3' end",
    'population',
    'value',
    'n'
) }}
from {{ ref('know_figures') }}
where (metric in ('know_volume_coverage', 'know_link_rate') and population in ('human', 'ai'))
    or (metric = 'know_stale_articles' and population = 'all')
union all
select {{ evidence("'know_5'", "'human'", 'avg(case when people < 3 then 1e0 else 0e0 end)', 'count(*)') }}
from resolvers
where n >= {{ minimum_n() }}
