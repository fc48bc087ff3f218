-- One row per line of a Forethought transcript. Lines have no ids and no times: they are numbered by their place.
{% set fields = {'conversation_id': 'text', 'chat_handoff': 'boolean', 'chat_transcript': ['text']} %}
{% set line = '(?s)^(User|Bot): ?(.*)$' %}
with source as (
    {{ latest_records(source('raw_forethought', 'conversations'), fields) }}
),

placed as (
    select
        r.conversation_id as forethought_conversation_id,
        r.chat_handoff,
        known_at,
        first_known_at,
        {{ explode_placed('r.chat_transcript') }}
    from source
),

renamed as (
    select
        *,
        case {{ extract_pattern('item', line, 1) }} when 'Bot' then 'ai' when 'User' then 'customer' end as sender_type,
        -- A line that names nobody is kept whole, as nobody's.
        case when {{ matches('item', line) }} then {{ extract_pattern('item', line, 2) }} else item end as body
    from placed
),

with_last as (
    select
        *,
        max(case when sender_type = 'ai' then place else 0 end) over (partition by forethought_conversation_id)
            as last_by_ai
    from renamed
)

select
    forethought_conversation_id || ':' || cast(place as string) as message_id,
    forethought_conversation_id,
    place,
    cast(null as string) as sender,
    sender_type,
    {{ what_was_said('body', 'sender_type') }},
    -- When it was passed on nobody says; the AI says nothing after it.
    coalesce(chat_handoff and place = last_by_ai, false) as is_hand_off,
    true as is_said,
    cast(null as timestamp) as occurred_at,
    known_at,
    first_known_at
from with_last
