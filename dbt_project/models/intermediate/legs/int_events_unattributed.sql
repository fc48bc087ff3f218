-- One row per event that belongs to no leg, with the reason.
select
    events.event_id,
    events.conversation_id,
    events.source,
    events.event_type,
    events.occurred_at,
    case when events.conversation_id is null then 'no_conversation_named' else 'conversation_not_found' end as reason
from {{ ref('int_conversation_events_unioned') }} as events
left join {{ ref('int_events_attributed') }} as attributed on events.event_id = attributed.event_id
where attributed.event_id is null
