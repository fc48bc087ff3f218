-- One row per journey: what it cost the customer, term by term; a term that is not known is null.
with legs as (
    select
        journeys.journey_id,
        count(case when legs.received_by in ('hand_off', 'transfer') then 1 end) as passes,
        cast(sum(case when legs.wait_seconds >= 0 then legs.wait_seconds end) as bigint) as wait_seconds,
        min(case when outcomes.resolution = 'verified' then legs.finished_at end) as verified_at,
        cast(sum(coalesce(repeats.customer_repeats, 0)) as bigint) as repeated_requests
    from {{ ref('int_legs_measured') }} as legs
    inner join {{ ref('int_journeys_found') }} as journeys on legs.conversation_id = journeys.conversation_id
    left join {{ ref('int_leg_outcomes') }} as outcomes on legs.leg_id = outcomes.leg_id
    left join {{ ref('int_leg_repeats') }} as repeats
        on legs.conversation_id = repeats.conversation_id and legs.leg_number = repeats.leg_number
    group by journeys.journey_id
),

ordered as (
    select
        journeys.journey_id,
        conversations.channel,
        conversations.opened_at,
        lag(conversations.channel) over (
            partition by journeys.journey_id order by journeys.contact_number
        ) as channel_before
    from {{ ref('int_journeys_found') }} as journeys
    inner join {{ ref('int_conversations_merged') }} as conversations
        on journeys.conversation_id = conversations.conversation_id
),

contacts as (
    select
        journey_id,
        count(*) as contacts,
        count(case when channel <> channel_before then 1 end) as channel_switches,
        min(opened_at) as started_at
    from ordered
    group by journey_id
),

asked as (
    select
        journeys.journey_id,
        count(*) as effort_answers,
        cast(sum(cast(1 + 6 * ratings.normalised_score as decimal(9, 4))) as double) / count(*) as effort_asked
    from {{ ref('int_ratings_matched') }} as ratings
    inner join {{ ref('int_journeys_found') }} as journeys on ratings.conversation_id = journeys.conversation_id
    where ratings.kind = 'ces' and ratings.is_answered
    group by journeys.journey_id
)

select
    contacts.journey_id,
    contacts.contacts,
    legs.passes,
    contacts.channel_switches,
    cast({{ seconds_between('contacts.started_at', 'legs.verified_at') }} as double) / 86400 as days_to_verified,
    legs.wait_seconds,
    legs.repeated_requests,
    coalesce(asked.effort_answers, 0) as effort_answers,
    asked.effort_asked
from contacts
inner join legs on contacts.journey_id = legs.journey_id
left join asked on contacts.journey_id = asked.journey_id
