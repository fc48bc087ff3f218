-- One row per journey: one matter of one customer, across conversations, channels and populations.
with contacts as (
    select
        conversations.*,
        coalesce(conversations.finished_at, conversations.opened_at) as until_at
    from {{ ref('fct_conversations') }} as conversations
),

legs as (
    select
        fct.journey_id,
        count(*) as legs,
        count(case when fct.population = 'ai' then 1 end) as ai_legs,
        count(case when fct.population = 'human' then 1 end) as human_legs,
        count(case when fct.received_by in ('hand_off', 'transfer') then 1 end) as passed_on,
        max(case when failed.is_human_after_ai then 1 else 0 end) = 1 as is_human_failure_after_ai,
        max(case when failed.is_ai_after_other_channel then 1 else 0 end) = 1 as is_ai_failure_after_other_channel,
        max(case when failed.is_ai_in_two_channels then 1 else 0 end) = 1 as is_ai_failure_in_two_channels,
        max(case when failed.is_double_failure then 1 else 0 end) = 1 as is_double_failure,
        max(case when failed.is_failed then 1 else 0 end) = 1 as has_failure,
        max(case when fct.resolution = 'verified' then 1 else 0 end) = 1 as has_verified
    from {{ ref('fct_legs') }} as fct
    inner join {{ ref('int_legs_failed') }} as failed on fct.leg_id = failed.leg_id
    group by fct.journey_id
),

rolled as (
    select
        journey_id,
        min(customer_id) as customer_id,
        min(intent_id) as intent_id,
        max(case when contact_number = 1 then channel end) as first_channel,
        max(case when contact_number = 1 then first_population end) as first_population,
        max_by(last_population, case when last_population is not null then contact_number end) as last_population,
        count(*) as conversations,
        count(distinct channel) as channels,
        count(case when is_contact then 1 end) as contacts,
        max(case when is_identified then 1 else 0 end) = 1 as is_identified,
        min(opened_at) as started_at,
        max(until_at) as ended_at,
        min(first_known_at) as first_known_at,
        max(last_known_at) as last_known_at
    from contacts
    group by journey_id
)

select
    rolled.journey_id,
    rolled.customer_id,
    rolled.intent_id,
    rolled.first_channel,
    rolled.first_population,
    rolled.last_population,
    case
        when legs.ai_legs > 0 and legs.human_legs = 0 then 'sole_ai'
        when legs.human_legs > 0 and legs.ai_legs = 0 then 'human_only'
        when rolled.first_population = 'ai' then 'ai_then_human'
        when rolled.first_population = 'human' then 'human_then_ai'
    end as participants,
    rolled.conversations,
    rolled.contacts,
    rolled.channels,
    legs.legs,
    legs.ai_legs,
    legs.human_legs,
    legs.passed_on,
    rolled.is_identified,
    legs.has_failure,
    legs.is_double_failure,
    legs.is_human_failure_after_ai,
    legs.is_ai_failure_after_other_channel,
    legs.is_ai_failure_in_two_channels,
    legs.has_verified as is_verified,
    rolled.started_at,
    rolled.ended_at,
    rolled.first_known_at,
    rolled.last_known_at
from rolled
inner join legs on rolled.journey_id = legs.journey_id
