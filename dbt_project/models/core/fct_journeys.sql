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
        count(case when fct.received_by = 'transfer' then 1 end) as transfers,
        count(case when fct.received_by = 'hand_off' then 1 end) as hand_offs
    from {{ ref('fct_legs') }} as fct
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
    legs.transfers + legs.hand_offs as passed_on,
    legs.transfers,
    legs.hand_offs,
    effort.channel_switches,
    effort.repeated_requests,
    effort.wait_seconds as customer_wait_seconds,
    effort.days_to_verified,
    effort.effort_index,
    effort.effort_asked,
    effort.effort_answers,
    rolled.is_identified,
    failures.has_failure,
    failures.is_double_failure,
    failures.is_human_failure_after_ai,
    failures.is_ai_failure_after_other_channel,
    failures.is_ai_failure_in_two_channels,
    failures.is_recovered,
    failures.has_verified as is_verified,
    rolled.started_at,
    rolled.ended_at,
    rolled.first_known_at,
    rolled.last_known_at
from rolled
inner join legs on rolled.journey_id = legs.journey_id
inner join {{ ref('int_journey_failures') }} as failures on rolled.journey_id = failures.journey_id
inner join {{ ref('int_journey_efforts_scaled') }} as effort on rolled.journey_id = effort.journey_id
