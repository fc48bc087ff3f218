-- One row per line of the board report: a full sentence with its interval and n, or why the number is withheld.
{% set shown = ['numbers.value', 'numbers.value_low', 'numbers.value_high', 'numbers.n'] %}
with numbers as (
    select * from {{ ref('measure_population_read') }} where period = 'all'
),

lines as (
    select
        lines.line_order,
        lines.section,
        lines.opening || case
            when numbers.is_withheld then ': not shown. ' || numbers.withheld_reason || '.'
            when numbers.unit = 'share' then ': ' || {{ share_text(*shown) }} || '.'
            when numbers.unit = 'seconds' then ': ' || {{ seconds_text(*shown) }} || '.'
            else ': ' || {{ money_text(*shown) }} || '.'
        end || case
            when not numbers.is_withheld and numbers.is_flagged
                then ' For another ' || cast(cast(round(100 * numbers.unknown_share) as bigint) as string)
                    || ' % it cannot be told.'
            else ''
        end as headline,
        numbers.population,
        numbers.metric,
        numbers.value,
        numbers.value_low,
        numbers.value_high,
        numbers.n,
        numbers.unit,
        numbers.is_withheld,
        numbers.withheld_reason
    from {{ ref('board_lines') }} as lines
    inner join numbers on lines.population = numbers.population and lines.metric = numbers.metric
),

everything as (
    select * from lines
    union all
    select * from {{ ref('board_answer') }}
    union all
    select * from {{ ref('board_money') }}
    union all
    select * from {{ ref('board_not_known') }}
)

select
    cast(everything.line_order as bigint) as line_order,
    everything.section,
    everything.headline,
    everything.population,
    everything.metric,
    everything.value,
    everything.value_low,
    everything.value_high,
    everything.n,
    everything.unit,
    everything.is_withheld,
    everything.withheld_reason,
    horizon.observed_until
from everything
cross join {{ ref('int_horizon_found') }} as horizon
