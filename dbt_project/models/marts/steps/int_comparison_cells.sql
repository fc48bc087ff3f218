-- One row per measure, population, group, stratum and cluster: how many of how many, of contacts whose window is over.
-- A stratum holds only what was known before handling. People's contacts belong together by agent; the AI, which is one
-- agent, is cut into weeks of a version.
select
    'verified_resolution_7d' as measure,
    population,
    vendor,
    ai_version,
    employer_type,
    agent_cohort,
    intent_id,
    case when complexity <= 2 then 'low' when complexity = 3 then 'mid' when complexity >= 4 then 'high' end as band,
    channel,
    case
        when population = 'ai'
            then coalesce(ai_version, 'unknown') || ' ' || cast(cast(date_trunc('week', opened_local_on) as date) as {{ dbt.type_string() }})
        else actor_id
    end as cluster_id,
    count(*) as n,
    count(case when resolution = 'verified' then 1 end) as events
from {{ ref('fct_legs') }}
where is_judged and is_mature_7d and is_traceable and opened_local_on is not null
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
