-- One row per population, outcome, family of intents and channel: contacts, satisfaction surveys sent and answered,
-- and good answers.
with contacts as (
    select
        legs.population,
        case
            when fct.resolution in ('verified', 'recontacted', 'went_elsewhere') then fct.resolution
            else 'not known'
        end as outcome,
        coalesce(legs.family, 'unknown') as family,
        coalesce(legs.channel, 'unknown') as channel,
        legs.is_contact_leg,
        legs.surveyed,
        legs.rated,
        legs.satisfied
    from {{ ref('int_comparison_legs') }} as legs
    inner join {{ ref('fct_legs') }} as fct on legs.leg_id = fct.leg_id
)

select
    population,
    outcome,
    family,
    channel,
    count(case when is_contact_leg then 1 end) as contacts,
    cast(sum(surveyed) as bigint) as surveyed,
    cast(sum(rated) as bigint) as rated,
    cast(sum(satisfied) as bigint) as satisfied
from contacts
group by population, outcome, family, channel
