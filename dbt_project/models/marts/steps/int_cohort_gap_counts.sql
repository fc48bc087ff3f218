-- One row per hire cohort of people, family of intents and month: the cohort and its peers, on this family and on all
-- others. A cohort that is weak everywhere has no gap in one family, and a family that is hard for all has none either.
with cells as (
    select
        agent_cohort,
        family,
        {{ month_start('opened_local_on') }} as period_start_on,
        sum(judged) as n,
        sum(verified) as x
    from {{ ref('int_resolution_cells') }}
    where population = 'human' and agent_cohort is not null and family <> 'unknown'
    group by 1, 2, 3
),

totals as (
    select
        *,
        sum(n) over (partition by period_start_on) as all_n,
        sum(x) over (partition by period_start_on) as all_x,
        sum(n) over (partition by period_start_on, agent_cohort) as cohort_n,
        sum(x) over (partition by period_start_on, agent_cohort) as cohort_x,
        sum(n) over (partition by period_start_on, family) as family_n,
        sum(x) over (partition by period_start_on, family) as family_x
    from cells
)

select
    'cohort_family' as kind,
    'human' as population,
    agent_cohort || ' on ' || family as place,
    'people hired ' || agent_cohort || ', contacts about ' || family as place_label,
    'the same month''s other cohorts, each against its other contacts' as comparison_label,
    period_start_on,
    {{ last_day_of_month('period_start_on') }} as period_end_on,
    cast(x as bigint) as x1,
    cast(n as bigint) as n1,
    cast(family_x - x as bigint) as x2,
    cast(family_n - n as bigint) as n2,
    cast(cohort_x - x as bigint) as x3,
    cast(cohort_n - n as bigint) as n3,
    cast(all_x - cohort_x - family_x + x as bigint) as x4,
    cast(all_n - cohort_n - family_n + n as bigint) as n4
from totals
