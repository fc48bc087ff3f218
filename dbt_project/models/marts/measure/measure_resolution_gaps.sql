-- One row per place where resolution could have broken down: a cohort on one family of intents in one month, the AI
-- while it did not know of a change, an intent that the AI took over. What was found, and what was not.
with candidates as (
    {%- for step in ['int_cohort_gap_counts', 'int_lag_gap_counts', 'int_scope_gap_counts'] %}
    select
        kind, population, place, place_label, comparison_label, period_start_on, period_end_on,
        x1, n1, x2, n2, x3, n3, x4, n4
    from {{ ref(step) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

estimated as (
    select
        *,
        {{ ratio('x1', 'n1') }} as value,
        {{ wilson_low('x1', 'n1') }} as value_low,
        {{ wilson_high('x1', 'n1') }} as value_high,
        {{ ratio('x2', 'n2') }} as comparison_value,
        {{ contrast('x1', 'n1', 'x2', 'n2') }} - coalesce({{ contrast('x3', 'n3', 'x4', 'n4') }}, 0) as difference,
        sqrt({{ contrast_low_square('x1', 'n1', 'x2', 'n2') }}
            + coalesce({{ contrast_high_square('x3', 'n3', 'x4', 'n4') }}, 0)) as below,
        sqrt({{ contrast_high_square('x1', 'n1', 'x2', 'n2') }}
            + coalesce({{ contrast_low_square('x3', 'n3', 'x4', 'n4') }}, 0)) as above,
        case
            when least(n1, n2, coalesce(n3, n1), coalesce(n4, n1)) < {{ minimum_n_compared() }}
                then 'Fewer than {{ minimum_n_compared() }} cases on one side'
        end as withheld_reason
    from candidates
),

counted as (
    select *, count(case when withheld_reason is null then 1 end) over () as comparisons
    from estimated
),

judged as (
    -- 1 %: what is found accuses somebody, and is listed beside other findings that may be wrong too.
    select *, {{ familywise_z('comparisons', 0.01) }} / {{ z_95() }} as stretch
    from counted
)

select
    kind,
    population,
    place,
    place_label,
    comparison_label,
    period_start_on,
    period_end_on,
    n1 as n,
    case when withheld_reason is null then value end as value,
    case when withheld_reason is null then value_low end as value_low,
    case when withheld_reason is null then value_high end as value_high,
    n2 as comparison_n,
    case when withheld_reason is null then comparison_value end as comparison_value,
    case when withheld_reason is null then difference end as difference,
    case when withheld_reason is null then difference - below end as difference_low,
    case when withheld_reason is null then difference + above end as difference_high,
    comparisons,
    coalesce(
        withheld_reason is null and (difference + stretch * above < 0 or difference - stretch * below > 0), false
    ) as is_found,
    withheld_reason is not null as is_withheld,
    withheld_reason
from judged
