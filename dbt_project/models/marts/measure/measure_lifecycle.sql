-- One row per period, lifecycle stage, segment and journey step (alone and in the pairs that decide), population and
-- measure: the outcome, and for a segment whether it differs from all others at the same place.
{% set cuts = [
    ['all', 'all', 'all'], ['stage', 'all', 'all'], ['all', 'segment', 'all'], ['all', 'all', 'step'],
    ['stage', 'segment', 'all'], ['all', 'segment', 'step']
] %}
{% set columns = {'stage': 'lifecycle_stage', 'segment': 'segment', 'step': 'journey_step'} %}
with spread as (
    {%- for cut in cuts %}
    select
        period,
        max(period_start_on) as period_start_on,
        {{ columns['stage'] if cut[0] == 'stage' else "'all'" }} as lifecycle_stage,
        {{ columns['segment'] if cut[1] == 'segment' else "'all'" }} as segment,
        {{ columns['step'] if cut[2] == 'step' else "'all'" }} as journey_step,
        population,
        metric,
        cast(sum(numerator) as bigint) as numerator,
        cast(sum(n) as bigint) as n,
        cast(sum(unknown_n) as bigint) as unknown_n
    from {{ ref('int_lifecycle_counts') }}
    group by period, population, metric
        {%- for part in cut if part != 'all' %}, {{ columns[part] }}{% endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

whole as (
    select
        period,
        period_start_on,
        lifecycle_stage,
        segment,
        journey_step,
        population,
        metric,
        numerator,
        case
            when metric = 'volume_share'
                then cast(sum(n) over (partition by period, lifecycle_stage, segment, journey_step, metric) as bigint)
            else n
        end as n,
        unknown_n
    from spread
),

placed as (
    select
        spread.*,
        everybody.numerator - spread.numerator as others_numerator,
        everybody.n - spread.n as others_n,
        coalesce(
            spread.n >= {{ minimum_n_compared() }} and everybody.n - spread.n >= {{ minimum_n_compared() }}, false
        ) as is_compared
    from whole as spread
    left join whole as everybody
        on spread.period = everybody.period and spread.lifecycle_stage = everybody.lifecycle_stage
        and spread.journey_step = everybody.journey_step and spread.population = everybody.population
        and spread.metric = everybody.metric and everybody.segment = 'all' and spread.segment <> 'all'
),

compared as (
    select
        *,
        sum(case when is_compared then 1 else 0 end) over (partition by period) as comparisons,
        case when is_compared then {{ contrast('numerator', 'n', 'others_numerator', 'others_n') }} end as difference,
        sqrt({{ contrast_low_square('numerator', 'n', 'others_numerator', 'others_n') }}) as reach_low,
        sqrt({{ contrast_high_square('numerator', 'n', 'others_numerator', 'others_n') }}) as reach_high
    from placed
),

widened as (
    select
        *,
        difference - {{ familywise_z('comparisons') }} / {{ z_95() }} * reach_low as difference_low,
        difference + {{ familywise_z('comparisons') }} / {{ z_95() }} * reach_high as difference_high
    from compared
)

select
    widened.period,
    widened.period_start_on,
    widened.lifecycle_stage,
    widened.segment,
    widened.journey_step,
    widened.population,
    widened.metric,
    register.metric_label,
    {{ rate_columns('widened.numerator', 'widened.n', 'widened.unknown_n') }},
    widened.difference,
    widened.difference_low,
    widened.difference_high,
    case
        when widened.segment = 'all' then null
        when widened.difference is null then 'too few'
        when widened.difference_low <= 0 and widened.difference_high >= 0 then 'no difference shown'
        when register.higher_is_better is null then case when widened.difference > 0 then 'more' else 'less' end
        when register.higher_is_better = (widened.difference > 0) then 'better'
        else 'worse'
    end as verdict
from widened
inner join {{ ref('metric_register') }} as register on widened.metric = register.metric
