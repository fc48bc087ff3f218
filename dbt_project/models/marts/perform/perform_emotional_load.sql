-- One row per period, population, team of people (and all) and measure: the emotional load of the work, and the tone
-- that reviews found in it. Nobody's own figure is shown.
with loads as (
    select
        {{ month_start('week_start_on') }} as month_on,
        'human' as population,
        team,
        actor_id,
        'emotional_load' as metric,
        load_index as value
    from {{ ref('int_emotional_loads') }}
    union all
    select
        {{ month_start('scores.reviewed_at') }} as month_on,
        scores.population,
        coalesce(agents.team, 'unknown') as team,
        -- One machine has no spread over persons: its weeks stand for them.
        case
            when scores.population = 'human' then scores.actor_id
            else cast({{ week_start('scores.reviewed_at') }} as string)
        end as actor_id,
        'tone' as metric,
        scores.score as value
    from {{ ref('fct_quality_scores') }} as scores
    left join {{ ref('dim_agents') }} as agents on scores.actor_id = agents.agent_id
    where scores.dimension in ('tone', 'empathy', 'tone_empathy') and scores.score is not null
        and scores.reviewer_type = 'human' and scores.population in ('human', 'ai')
        and not coalesce(scores.is_calibration, false)
),

spread as (
    {%- for period in ["'all'", month_key('month_on')] %}
    {%- set outer_last = loop.last %}
    {%- for team in ["'all'", 'team'] %}
    select
        {{ period }} as period,
        {{ 'cast(null as date)' if period == "'all'" else 'month_on' }} as period_start_on,
        population,
        {{ team }} as team,
        actor_id,
        metric,
        value
    from loads
    {{ "where population = 'human'" if team == 'team' }}
    {{ 'union all' if not (loop.last and outer_last) }}
    {%- endfor %}
    {%- endfor %}
),

-- In millionths, so that the order of rows cannot change the last digit.
by_actor as (
    select
        period,
        max(period_start_on) as period_start_on,
        population, team, metric, actor_id,
        cast(sum(cast(round(value * 1000000) as bigint)) as bigint) as part,
        count(*) as cases
    from spread
    group by period, population, team, metric, actor_id
),

summed as (
    select
        period,
        max(period_start_on) as period_start_on,
        population,
        team,
        metric,
        count(*) as actors,
        cast(sum(cases) as bigint) as n,
        cast(sum(part) as double) / 1000000 as part,
        cast(sum({{ exact_product('part', 'part') }}) as double) / 1000000000000
            as part_squares,
        cast(sum({{ exact_product('part', 'cases') }}) as double) / 1000000 as products,
        cast(sum(cases * cases) as double) as whole_squares
    from by_actor
    group by period, population, team, metric
),

judged as (
    select
        *,
        {{ t_975('nullif(actors - 1, 0)') }}
            * {{ cluster_error('actors', 'part', 'n', 'part_squares', 'products', 'whole_squares') }} as reach,
        {{ withheld_reason('n', '0', "when population = 'human' and actors < " ~ minimum_actors()
            ~ " then 'Fewer than " ~ minimum_actors() ~ " people'") }} as withheld_reason
    from summed
)

select
    judged.period,
    judged.period_start_on,
    judged.population,
    judged.team,
    judged.metric,
    register.metric_label,
    register.unit,
    judged.actors,
    judged.n,
    case when judged.withheld_reason is null then {{ ratio('judged.part', 'judged.n') }} end as value,
    case when judged.withheld_reason is null then greatest(0, {{ ratio('judged.part', 'judged.n') }} - judged.reach) end
        as value_low,
    case when judged.withheld_reason is null then least(1, {{ ratio('judged.part', 'judged.n') }} + judged.reach) end
        as value_high,
    judged.withheld_reason is not null as is_withheld,
    judged.withheld_reason
from judged
inner join {{ ref('metric_register') }} as register on judged.metric = register.metric
