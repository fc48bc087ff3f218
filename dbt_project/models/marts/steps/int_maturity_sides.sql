-- One row per function and population: the stage that its indicators give, capped by the weakest.
with populations as (
    select population from {{ ref('board_maturity_evidence') }} where population <> 'all' group by population
),

scored as (
    select
        evidence.*,
        populations.population as side,
        row_number() over (
            partition by evidence.function_id, populations.population
            order by evidence.score, evidence.indicator_order
        ) as place
    from {{ ref('board_maturity_evidence') }} as evidence
    inner join populations on evidence.population in ('all', populations.population)
),

means as (
    select
        function_id,
        side,
        count(*) as indicators,
        sum(case when is_missing then 1 else 0 end) as missing_indicators,
        avg(cast(score as double)) as mean_score,
        min(score) as weakest_score,
        max(case when place = 1 then indicator_id end) as weakest_indicator_id,
        max(case when place = 1 then indicator || '; next: ' || coalesce(lower(next_level), 'hold it') end) as next_move
    from scored
    group by function_id, side
)

select
    means.function_id,
    means.side as population,
    means.indicators,
    means.missing_indicators,
    means.mean_score,
    means.weakest_score,
    means.weakest_indicator_id,
    means.next_move,
    stages.stage_order as order_before_cap,
    {{ capped_stage('stages.stage_order', 'means.weakest_score') }} as stage_order
from means
inner join {{ ref('maturity_stages') }} as stages
    on means.mean_score >= stages.from_mean and means.mean_score < stages.until_mean
