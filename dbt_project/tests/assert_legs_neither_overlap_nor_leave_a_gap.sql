-- A row here means that for some moment of a conversation nobody, or two actors, would be responsible: times and
-- outcomes of both populations are then wrong. Look at the boundary events of that conversation.
with legs as (
    select
        *,
        lead(started_at) over (partition by conversation_id order by leg_number) as next_started_at,
        lag(leg_number) over (partition by conversation_id order by leg_number) as leg_before
    from {{ ref('fct_legs') }}
)

select
    legs.leg_id,
    legs.started_at,
    legs.ended_at,
    legs.next_started_at
from legs
inner join {{ ref('fct_conversations') }} as conversations on legs.conversation_id = conversations.conversation_id
where legs.leg_number <> coalesce(legs.leg_before, 0) + 1
    or legs.ended_at < legs.started_at
    or (legs.leg_number = 1 and legs.started_at <> conversations.opened_at)
    or (not legs.is_final and legs.started_at is not null
        and (legs.ended_at is null or legs.ended_at <> legs.next_started_at))
    or (legs.is_final and legs.ended_at is null and legs.ended_by <> 'open' and conversations.opened_at is not null)
