-- One row per period, population and measure of what the work is made of: routine, hard, taken over from the AI, spent
-- on overseeing it. Intervals are over people (and AI versions), whose contacts are alike.
with summed as (
    select
        period,
        max(period_start_on) as period_start_on,
        population,
        metric,
        count(case when whole > 0 then 1 end) as actors,
        cast(sum(part) as bigint) as part,
        cast(sum(whole) as bigint) as whole,
        cast(sum(cases) as bigint) - cast(sum(unknown_n) as bigint) as n,
        cast(sum(unknown_n) as bigint) as unknown_n,
        -- As decimals, so that the order of rows cannot change the last digit.
        cast(sum({{ exact_product('part', 'part') }}) as double) as part_squares,
        cast(sum({{ exact_product('part', 'whole') }}) as double) as products,
        cast(sum({{ exact_product('whole', 'whole') }}) as double) as whole_squares
    from {{ ref('int_human_work') }}
    group by period, population, metric
),

told as (
    select *, max(part) over (partition by metric) as part_anywhere
    from summed
),

measured as (
    select
        *,
        {{ ratio('part', 'whole') }} as share,
        case
            when actors >= {{ minimum_actors() }}
                then {{ t_975('(actors - 1)') }}
                    * {{ cluster_error('actors', 'part', 'whole', 'part_squares', 'products', 'whole_squares') }}
        end as reach,
        -- A source that tells nothing of the kind cannot be told from one where it never happened.
        {{ withheld_reason('n', 'unknown_n', "when whole = 0 then 'Nothing to measure in this period' "
            ~ "when metric = 'oversight_time' and part_anywhere = 0 "
            ~ "then 'No source says when people oversee the AI' "
            ~ "when population = 'human' and actors < " ~ minimum_actors()
            ~ " then 'Fewer than " ~ minimum_actors() ~ " people'") }} as withheld_reason
    from told
)

select
    measured.period,
    measured.period_start_on,
    measured.population,
    measured.metric,
    register.metric_label,
    register.unit,
    measured.actors,
    measured.part,
    measured.whole,
    measured.n,
    measured.unknown_n,
    {{ ratio('measured.unknown_n', '(measured.n + measured.unknown_n)') }} as unknown_share,
    case when measured.withheld_reason is null then measured.share end as value,
    case
        when measured.withheld_reason is not null then null
        -- One AI has no spread over persons: its contacts are counted as they are.
        when coalesce(measured.reach, 0) = 0 then {{ wilson_low('measured.part', 'measured.whole') }}
        else greatest(0, measured.share - measured.reach)
    end as value_low,
    case
        when measured.withheld_reason is not null then null
        when coalesce(measured.reach, 0) = 0 then {{ wilson_high('measured.part', 'measured.whole') }}
        else least(1, measured.share + measured.reach)
    end as value_high,
    measured.withheld_reason is not null as is_withheld,
    measured.withheld_reason
from measured
inner join {{ ref('metric_register') }} as register on measured.metric = register.metric
