-- A row here means that a contact lost its place among stages, segments and steps, or counts twice: their sums are no
-- longer what the two populations show.
with cuts as (
    select
        period,
        population,
        metric,
        case
            when lifecycle_stage = 'all' and segment = 'all' and journey_step = 'all' then 'everybody'
            when segment = 'all' and journey_step = 'all' then 'stages'
            when lifecycle_stage = 'all' and journey_step = 'all' then 'segments'
            when lifecycle_stage = 'all' and segment = 'all' then 'steps'
            when journey_step = 'all' then 'stages and segments'
            else 'segments and steps'
        end as cut,
        sum(numerator) as numerator,
        sum(n) as n
    from {{ ref('measure_lifecycle') }}
    where metric <> 'volume_share'
    group by 1, 2, 3, 4
)

select cuts.period, cuts.population, cuts.metric, cuts.cut, cuts.numerator, cuts.n, shown.numerator as shown_numerator
from cuts
inner join {{ ref('measure_population_read') }} as shown
    on cuts.period = shown.period and cuts.population = shown.population and cuts.metric = shown.metric
where cuts.numerator <> coalesce(shown.numerator, 0) or cuts.n <> coalesce(shown.denominator, 0)
