-- One row per message of an Ada conversation: said by somebody, or an event of the chat itself.
{% set fields = {
    '_id': 'text', 'conversation_id': 'text', 'chatter_id': 'text', 'sender': 'text', 'date_created': 'text',
    'message_data': {'type': 'text', 'body': 'text', 'is_handoff': 'boolean'}
} %}
with source as (
    {{ latest_records(source('raw_ada', 'messages'), fields) }}
),

renamed as (
    select
        r._id as message_id,
        r.conversation_id as ada_conversation_id,
        r.sender,
        case
            when r.sender = 'Ada' then 'ai'
            when r.sender = r.chatter_id then 'customer'
            else 'human'
        end as sender_type,
        coalesce(r.message_data.type, 'text') as message_type,
        coalesce(r.message_data.is_handoff, false) as is_hand_off,
        r.message_data.body,
        {{ utc_timestamp('r.date_created') }} as occurred_at,
        known_at,
        first_known_at
    from source
)

select
    message_id,
    ada_conversation_id,
    sender,
    sender_type,
    message_type,
    {{ what_was_said('body', 'sender_type') }},
    is_hand_off,
    message_type not in ('event', 'csat_shown', 'sms_consent_asked') as is_said,
    occurred_at,
    known_at,
    first_known_at
from renamed
