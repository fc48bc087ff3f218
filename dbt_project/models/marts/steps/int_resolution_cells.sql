-- One row per population, cohort, intent, local day and whether the actor kept the contact: how many judged contacts,
-- and how many of them nobody came back about within seven days.
select
    legs.population,
    legs.agent_cohort,
    legs.intent_id,
    intents.family,
    legs.opened_local_on,
    coalesce(legs.ended_by in ('hand_off', 'transfer', 'abandoned'), false) as is_passed_on,
    count(*) as judged,
    count(case when legs.resolution = 'verified' then 1 end) as verified
from {{ ref('fct_legs') }} as legs
inner join {{ ref('dim_intents') }} as intents on legs.intent_id = intents.intent_id
where legs.is_judged and legs.is_mature_7d and legs.is_traceable and legs.opened_local_on is not null
group by 1, 2, 3, 4, 5, 6
