-- One row per week, agent, family of intents and thing that a cohort may lack: a course, a reviewed dimension,
-- knowledge. How often it was needed, and how often it was lacking.
with contacts as (
    select
        legs.leg_id,
        legs.conversation_id,
        legs.population,
        coalesce(case when legs.population = 'ai' then legs.ai_version else legs.agent_cohort end, 'unknown') as cohort,
        coalesce(intents.family, 'unknown') as family,
        legs.actor_id,
        legs.opened_local_on,
        weeks.week_start_on
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_whole_weeks') }} as weeks
        on {{ week_start('legs.opened_local_on') }} = weeks.week_start_on
    left join {{ ref('dim_intents') }} as intents on legs.intent_id = intents.intent_id
    where weeks.weeks_ago <= {{ explained_weeks() }} and legs.is_contact_leg and legs.population in ('human', 'ai')
),

days as (
    select week_start_on, opened_local_on, population, cohort, family, actor_id, count(*) as contacts
    from contacts
    group by 1, 2, 3, 4, 5, 6
),

courses as (
    select
        days.week_start_on,
        days.population,
        days.cohort,
        days.family,
        'training' as kind,
        training.course as name,
        days.actor_id,
        days.contacts as n,
        case
            when training.completed_at is null or cast(training.completed_at as date) >= days.opened_local_on
                then days.contacts
            else 0
        end as failed
    from days
    inner join {{ ref('int_training_events_unioned') }} as training
        on days.actor_id = training.agent_id and cast(training.assigned_at as date) <= days.opened_local_on
    left join {{ ref('dim_intents') }} as intents on training.intent = intents.intent_id
    where training.intent is null or intents.family = days.family
),

reviews as (
    select
        contacts.week_start_on,
        contacts.population,
        contacts.cohort,
        contacts.family,
        'scorecard' as kind,
        scores.dimension as name,
        contacts.actor_id,
        1 as n,
        case when scores.score < {{ failing_score() }} or scores.is_auto_fail then 1 else 0 end as failed
    from contacts
    inner join {{ ref('fct_quality_scores') }} as scores on contacts.leg_id = scores.leg_id
    where scores.score is not null and not coalesce(scores.is_calibration, false)
),

searches as (
    select
        contacts.week_start_on,
        contacts.population,
        contacts.cohort,
        contacts.family,
        'knowledge' as kind,
        'searches without a result' as name,
        contacts.actor_id,
        1 as n,
        case when events.event_type = 'search_miss' then 1 else 0 end as failed
    from contacts
    inner join {{ ref('int_article_events_unioned') }} as events
        on contacts.conversation_id = events.conversation_id and contacts.population = events.actor_type
    where events.event_type in ('search_hit', 'search_miss')
),

seen as (
    select * from courses
    union all
    select * from reviews
    union all
    select * from searches
),

by_agent as (
    select week_start_on, population, cohort, family, kind, name, actor_id, sum(n) as n, sum(failed) as failed
    from seen
    group by 1, 2, 3, 4, 5, 6, 7
)

select
    week_start_on,
    population,
    cohort,
    family,
    kind,
    name,
    actor_id as agent_id,
    cast(n as bigint) as n,
    cast(failed as bigint) as failed
from by_agent
