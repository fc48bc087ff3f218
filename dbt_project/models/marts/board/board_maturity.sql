-- One row per function (and `all`) and population (`all`: the lower of the two): stage, what holds it back, next move.
with sides as (
    select * from {{ ref('int_maturity_sides') }}
),

lower_side as (
    select
        *,
        row_number() over (partition by function_id order by stage_order, mean_score, population desc) as place
    from sides
),

judged as (
    select sides.*, population as decided_by
    from sides
    union all
    select
        function_id, 'all' as population, indicators, missing_indicators, mean_score, weakest_score,
        weakest_indicator_id, next_move, order_before_cap, stage_order, population as decided_by
    from lower_side
    where place = 1
),

ranked as (
    select
        judged.*,
        functions.function_number,
        functions.function_name,
        row_number() over (
            partition by judged.population order by judged.stage_order, judged.mean_score, functions.tie_order
        ) as function_rank
    from judged
    inner join {{ ref('functions') }} as functions on judged.function_id = functions.function_id
),

whole as (
    select
        population,
        sum(indicators) as indicators,
        sum(missing_indicators) as missing_indicators,
        avg(mean_score) as mean_score,
        min(stage_order) as weakest_score,
        max(case when function_rank = 1 then weakest_indicator_id end) as weakest_indicator_id,
        max(case when function_rank = 1 then function_name || ': ' || next_move end) as next_move
    from ranked
    group by population
),

everything as (
    select population, decided_by, function_id, function_number, function_name, indicators, missing_indicators,
        mean_score, weakest_score, weakest_indicator_id, next_move, order_before_cap, stage_order, function_rank
    from ranked
    union all
    select
        whole.population,
        cast(null as string) as decided_by,
        'all' as function_id,
        0 as function_number,
        'All functions' as function_name,
        whole.indicators,
        whole.missing_indicators,
        whole.mean_score,
        whole.weakest_score,
        whole.weakest_indicator_id,
        whole.next_move,
        stages.stage_order as order_before_cap,
        {{ capped_stage('stages.stage_order', 'whole.weakest_score') }} as stage_order,
        0 as function_rank
    from whole
    inner join {{ ref('maturity_stages') }} as stages
        on whole.mean_score >= stages.from_mean and whole.mean_score < stages.until_mean
)

select
    everything.function_id,
    cast(everything.function_number as bigint) as function_number,
    everything.function_name,
    everything.population,
    everything.decided_by,
    cast(everything.indicators as bigint) as indicators,
    cast(everything.missing_indicators as bigint) as missing_indicators,
    everything.mean_score,
    cast(everything.weakest_score as bigint) as weakest_score,
    raw.stage as stage_before_cap,
    cast(everything.stage_order as bigint) as stage_order,
    reached.stage,
    everything.stage_order < everything.order_before_cap as is_capped,
    cast(everything.function_rank as bigint) as function_rank,
    everything.weakest_indicator_id,
    everything.next_move
from everything
inner join {{ ref('maturity_stages') }} as raw on everything.order_before_cap = raw.stage_order
inner join {{ ref('maturity_stages') }} as reached on everything.stage_order = reached.stage_order
