-- One row per text dialog of a vCon that no other replaces.
with items as (
    {{ vcon_items(source('raw_vcon', 'vcons'), 'dialog', {
        'type': 'text', 'start': 'text', 'originator': 'integer', 'with_customer': 'boolean', 'mediatype': 'text',
        'body': 'text'
    }) }}
),

said as (
    select
        items.*,
        {{ vcon_actor('speakers') }},
        case
            when items.item.mediatype like 'text/html%' then {{ plain_text('items.item.body') }}
            else items.item.body
        end as body
    from items
    left join {{ ref('stg_vcon__parties') }} as speakers
        on items.record_key = speakers.vcon_uuid and items.item.originator = speakers.place
    where items.item.type = 'text'
)

select
    record_key as vcon_uuid,
    place,
    actor_id,
    agent_key,
    actor_type,
    -- What people at work say to each other, the customer does not see.
    case when item.with_customer then 'public' when not item.with_customer then 'internal' end as visibility,
    {{ what_was_said('body', 'actor_type') }},
    {{ utc_timestamp('item.start') }} as occurred_at,
    known_at,
    first_known_at
from said
