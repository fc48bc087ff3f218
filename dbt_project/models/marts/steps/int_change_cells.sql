-- One row per whole week, place (population, cohort, intent, channel), load, wait, outcome and cluster: contacts of the
-- latest weeks, and what became of them. A cohort is a hire month of people or a version of the AI. People's contacts
-- belong together by agent; the AI, which is one agent, is cut into weeks.
with usual as (
    select
        channel,
        {{ percentile('first_response_seconds', 0.25) }} as short_wait_seconds,
        {{ percentile('first_response_seconds', 0.5) }} as usual_wait_seconds,
        {{ percentile('first_response_seconds', 0.75) }} as long_wait_seconds,
        {{ percentile('first_response_seconds', 0.9) }} as very_long_wait_seconds
    from {{ ref('fct_legs') }}
    where is_contact_leg and population = 'human'
    group by 1
),

surveys as (
    select
        leg_id,
        count(*) as surveyed,
        count(case when is_answered then 1 end) as answered,
        count(case when is_satisfied then 1 end) as satisfied
    from {{ ref('fct_ratings') }}
    where kind = 'csat' and leg_id is not null
    group by 1
),

contacts as (
    select
        legs.*,
        weeks.week_start_on,
        weeks.is_mature,
        legs.is_judged and legs.is_mature_7d and legs.is_traceable as is_settled
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_whole_weeks') }} as weeks
        on {{ week_start('legs.opened_local_on') }} = weeks.week_start_on
    where weeks.weeks_ago <= {{ explained_weeks() }} and legs.population in ('human', 'ai')
        and (legs.is_contact_leg or legs.is_judged)
)

select
    contacts.week_start_on,
    contacts.is_mature,
    contacts.population,
    coalesce(case when contacts.population = 'ai' then contacts.ai_version else contacts.agent_cohort end, 'unknown')
        as cohort,
    coalesce(contacts.intent_id, 'unknown') as intent_id,
    coalesce(intents.family, 'unknown') as family,
    coalesce(contacts.channel, 'unknown') as channel,
    case when contacts.population = 'ai' then 'no queue' else loads.band end as band,
    case
        when contacts.population = 'ai' then 'no queue'
        when contacts.first_response_seconds <= usual.short_wait_seconds then 'short'
        when contacts.first_response_seconds <= usual.usual_wait_seconds then 'usual'
        when contacts.first_response_seconds <= usual.long_wait_seconds then 'long'
        when contacts.first_response_seconds <= usual.very_long_wait_seconds then 'very long'
        when contacts.first_response_seconds is not null then 'longest'
        else 'not answered'
    end as wait,
    case
        when contacts.resolution = 'verified' then 'verified'
        when contacts.resolution in ('recontacted', 'went_elsewhere') then 'came back'
        else 'not known'
    end as outcome,
    case
        when contacts.population = 'ai' then cast(contacts.week_start_on as {{ dbt.type_string() }})
        else contacts.actor_id
    end as cluster_id,
    cast(count(case when contacts.is_contact_leg then 1 end) as bigint) as contacts,
    cast(count(case when contacts.is_settled then 1 end) as bigint) as settled,
    cast(count(case when contacts.is_settled and contacts.resolution = 'verified' then 1 end) as bigint) as verified,
    cast(sum(coalesce(surveys.surveyed, 0)) as bigint) as surveyed,
    cast(sum(coalesce(surveys.answered, 0)) as bigint) as answered,
    cast(sum(coalesce(surveys.satisfied, 0)) as bigint) as satisfied,
    cast(count(case when contacts.is_contact_leg then contacts.first_response_seconds end) as bigint) as waited,
    cast(count(case
        when contacts.is_contact_leg and contacts.first_response_seconds <= usual.usual_wait_seconds then 1
    end) as bigint) as waited_usual
from contacts
left join {{ ref('dim_intents') }} as intents on contacts.intent_id = intents.intent_id
left join {{ ref('int_contact_load') }} as loads on contacts.leg_id = loads.leg_id
left join surveys on contacts.leg_id = surveys.leg_id
left join usual on contacts.channel = usual.channel and contacts.population = 'human'
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
