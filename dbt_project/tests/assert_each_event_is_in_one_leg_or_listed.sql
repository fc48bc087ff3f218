-- A row here means that an event was dropped, doubled, or put into a leg that does not exist: every count of messages
-- and every clock may be off.
with placed as (
    select event_id, conversation_id || ':' || cast(leg_number as string) as leg_id
    from {{ ref('int_events_attributed') }}
    union all
    select event_id, cast(null as string) as leg_id from {{ ref('int_events_unattributed') }}
),

counted as (
    select event_id, count(*) as places, max(leg_id) as leg_id
    from placed
    group by event_id
)

select
    events.event_id,
    counted.places,
    counted.leg_id
from {{ ref('int_conversation_events_unioned') }} as events
left join counted on events.event_id = counted.event_id
left join {{ ref('fct_legs') }} as legs on counted.leg_id = legs.leg_id
where counted.places is null
    or counted.places <> 1
    or (counted.leg_id is not null and legs.leg_id is null)
