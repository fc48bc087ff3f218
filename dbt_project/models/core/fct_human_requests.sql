-- One row per time a customer asked for a person.
with asking as (
    select distinct conversation_id
    from {{ ref('int_events_attributed') }}
    where event_type = 'human_requested'
),

events as (
    select
        attributed.*,
        min(case when is_answer and actor_type = 'human' then occurred_at end) over (
            partition by attributed.conversation_id order by event_position
            rows between current row and unbounded following
        ) as next_human_answer_at,
        count(case when event_type = 'human_requested' then 1 end) over (
            partition by attributed.conversation_id order by event_position
            rows between unbounded preceding and current row
        ) as request_number
    from {{ ref('int_events_attributed') }} as attributed
    inner join asking on attributed.conversation_id = asking.conversation_id
)

select
    events.event_id as request_id,
    events.conversation_id,
    legs.leg_id,
    legs.journey_id,
    legs.customer_id,
    legs.population,
    legs.ai_version,
    legs.channel,
    legs.language,
    legs.intent_id,
    legs.complexity,
    legs.exclusion_reason,
    events.request_number,
    events.next_human_answer_at is not null as is_granted,
    {{ seconds_between('events.occurred_at', 'events.next_human_answer_at') }} as seconds_to_human,
    moments.is_out_of_hours,
    -- Asked, and nobody came although people were at work.
    events.next_human_answer_at is null and not moments.is_out_of_hours as is_refused,
    events.occurred_at as asked_at,
    events.next_human_answer_at as granted_at,
    legs.first_known_at,
    legs.last_known_at
from events
inner join {{ ref('fct_legs') }} as legs
    on events.conversation_id = legs.conversation_id and events.leg_number = legs.leg_number
left join {{ ref('int_moments_placed') }} as moments on events.event_id = moments.moment_id
where events.event_type = 'human_requested'
