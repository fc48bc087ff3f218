-- One row per leg that somebody else passed on: from whom, to whom, and how.
with legs as (
    select
        *,
        lag(leg_id) over (partition by conversation_id order by leg_number) as from_leg_id,
        lag(actor_id) over (partition by conversation_id order by leg_number) as from_actor_id,
        lag(population) over (partition by conversation_id order by leg_number) as from_population,
        min(leg_number) over (partition by conversation_id, actor_id) as first_leg_of_actor
    from {{ ref('int_legs_measured') }}
),

stayed as (
    select legs.leg_id
    from legs
    inner join {{ ref('int_events_attributed') }} as events
        on legs.conversation_id = events.conversation_id
        and legs.leg_number = events.leg_number
        and legs.from_actor_id = events.actor_id
    where events.event_type = 'message' and not events.is_boundary
    group by legs.leg_id
)

select
    legs.leg_id,
    legs.conversation_id,
    legs.leg_number,
    legs.from_leg_id,
    legs.from_actor_id,
    legs.actor_id as to_actor_id,
    legs.from_population,
    legs.population as to_population,
    legs.received_by as kind,
    legs.started_at as passed_at,
    -- Warm: who passed it on still writes in it, be it a note.
    stayed.leg_id is not null as is_warm,
    coalesce(legs.actor_id <> legs.from_actor_id and legs.first_leg_of_actor < legs.leg_number, false) as is_ping_pong
from legs
left join stayed on legs.leg_id = stayed.leg_id
where legs.received_by in ('hand_off', 'transfer')
