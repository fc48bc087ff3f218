{{ config(severity='warn') }}
-- A failure means that events came without their conversation: it was deleted for good, lies before the start date, or
-- changed in the last minute, which the helpdesk's export holds back. The events are kept; they reach no leg until the
-- conversation comes. One row per source and conversation.
select
    events.source,
    events.conversation_id,
    count(*) as events
from {{ ref('int_conversation_events_unioned') }} as events
left join {{ ref('int_conversations_unioned') }} as conversations
    on events.conversation_id = conversations.conversation_id
where conversations.conversation_id is null
group by events.source, events.conversation_id
