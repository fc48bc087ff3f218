-- One row per person, whole week and family of intents: contacts whose seven days are over, how many of them were
-- verified, and reviews.
select
    legs.actor_id as agent_id,
    weeks.week_start_on,
    coalesce(intents.family, 'unknown') as family,
    cast(count(case when legs.is_contact_leg then 1 end) as bigint) as contacts,
    cast(count(case when legs.is_judged and legs.is_mature_7d and legs.is_traceable then 1 end) as bigint) as settled,
    cast(count(case
        when legs.is_judged and legs.is_mature_7d and legs.is_traceable and legs.resolution = 'verified' then 1
    end) as bigint) as verified,
    cast(count(legs.quality_score) as bigint) as reviews,
    -- Whole millionths: sums of doubles depend on the order of the rows.
    cast(sum(cast(round(coalesce(legs.quality_score, 0) * 1000000) as bigint)) as bigint) as quality_micros
from {{ ref('fct_legs') }} as legs
inner join {{ ref('int_whole_weeks') }} as weeks
    on {{ week_start('legs.opened_local_on') }} = weeks.week_start_on
left join {{ ref('dim_intents') }} as intents on legs.intent_id = intents.intent_id
where legs.population = 'human' and legs.actor_id is not null
group by legs.actor_id, weeks.week_start_on, coalesce(intents.family, 'unknown')
