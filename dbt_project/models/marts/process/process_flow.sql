-- One row per population and pair of activities that follow each other: how often, after what wait, and whether the map
-- draws it.
with cases as (
    select population, max(cases) as cases
    from {{ ref('int_process_values') }}
    group by population
),

edges as (
    select
        pairs.*,
        cases.cases as all_cases,
        cast(sum(pairs.wait_seconds) over (partition by pairs.population) as bigint) as all_wait_seconds,
        owners.owner
    from {{ ref('int_process_pairs') }} as pairs
    inner join cases on pairs.population = cases.population
    left join {{ ref('process_transitions') }} as owners
        on pairs.from_activity = owners.from_activity and pairs.to_activity = owners.to_activity
    where pairs.transitions > 0
),

judged as (
    select
        *,
        20 * cases >= all_cases or dependency >= 0.9 as is_shown
    from edges
)

select
    population,
    from_activity,
    to_activity,
    transitions,
    reverse_transitions,
    dependency,
    cases,
    all_cases as n,
    {{ ratio('cases', 'all_cases') }} as case_share,
    {{ wilson_low('cases', 'all_cases') }} as case_share_low,
    {{ wilson_high('cases', 'all_cases') }} as case_share_high,
    timed as timed_transitions,
    {{ ratio('wait_seconds', 'timed') }} as wait_mean_seconds,
    case when timed >= {{ minimum_n() }} then wait_p50_seconds end as wait_p50_seconds,
    case when timed >= {{ minimum_n() }} then wait_p90_seconds end as wait_p90_seconds,
    {{ ratio('wait_seconds', 'all_wait_seconds') }} as wait_share,
    cast(row_number() over (
        partition by population order by coalesce(wait_seconds, 0) desc, from_activity, to_activity
    ) as bigint) as wait_rank,
    is_allowed,
    owner,
    is_shown,
    case when not is_shown then 'In fewer than 5 % of the cases and dependency below 0.9' end as hidden_reason
from judged
