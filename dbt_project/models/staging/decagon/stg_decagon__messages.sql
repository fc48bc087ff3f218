-- One row per message of a Decagon conversation. Messages have no ids: they are numbered by their place.
{% set fields = {
    'conversation_id': 'text', 'user_id': 'text', 'undeflected': 'boolean',
    'messages': [{'role': 'text', 'text': 'text', 'created_at': 'text'}]
} %}
with source as (
    {{ latest_records(source('raw_decagon', 'conversations'), fields) }}
),

placed as (
    select
        r.conversation_id as decagon_conversation_id,
        r.user_id,
        r.undeflected,
        known_at,
        first_known_at,
        {{ explode_placed('r.messages') }}
    from source
),

renamed as (
    select
        *,
        case item.role when 'AI' then 'ai' when 'USER' then 'customer' end as sender_type,
        item.text as body,
        {{ utc_timestamp('item.created_at') }} as occurred_at,
        max(case when item.role = 'AI' then place else -1 end) over (partition by decagon_conversation_id) as last_by_ai
    from placed
)

select
    decagon_conversation_id || ':' || cast(place as string) as message_id,
    decagon_conversation_id,
    place,
    case when sender_type = 'customer' then user_id end as sender,
    sender_type,
    {{ what_was_said('body', 'sender_type') }},
    -- When it was passed on nobody says; the AI says nothing after it.
    coalesce(undeflected and place = greatest(last_by_ai, 0), false) as is_hand_off,
    true as is_said,
    occurred_at,
    known_at,
    first_known_at
from renamed
