-- One row per move of a vCon that no other replaces: a moment of a call, a call given up, or a hand-off.
with items as (
    {{ vcon_items(source('raw_vcon', 'vcons'), 'dialog', {
        'type': 'text', 'start': 'text', 'duration': 'number', 'originator': 'integer', 'transferor': 'integer'
    }) }}
),

parties as (
    select * from {{ ref('stg_vcon__parties') }}
),

dialogs as (
    select
        record_key as vcon_uuid,
        place,
        item.type as dialog_type,
        case item.type when 'transfer' then item.transferor else item.originator end as party,
        {{ utc_timestamp('item.start') }} as started_at,
        item.duration as duration_seconds,
        known_at,
        first_known_at
    from items
    where item.type in ('transfer', 'incomplete')
),

ended as (
    select
        dialogs.vcon_uuid,
        dialogs.place,
        case dialogs.dialog_type when 'transfer' then 'hand_off' else 'abandoned' end as event_type,
        dialogs.party,
        case dialogs.dialog_type
            when 'transfer' then dialogs.started_at
            else {{ add_seconds('dialogs.started_at', 'dialogs.duration_seconds') }}
        end as occurred_at,
        dialogs.started_at,
        dialogs.known_at,
        dialogs.first_known_at
    from dialogs
    left join parties on dialogs.vcon_uuid = parties.vcon_uuid and dialogs.party = parties.place
    where case dialogs.dialog_type
        -- Between people the next to answer takes over; only what an AI passes on is a hand-off.
        when 'transfer' then parties.actor_type = 'ai'
        -- A call of ours that the customer did not take is nothing that the customer gave up.
        else coalesce(parties.actor_type, 'unknown') not in ('human', 'ai')
    end
),

moves as (
    select * from ended
    union all
    select vcon_uuid, place, event_type, party, occurred_at, started_at, known_at, first_known_at
    from {{ ref('stg_vcon__calls') }}
)

select
    moves.vcon_uuid,
    moves.place,
    moves.event_type,
    row_number() over (
        partition by moves.vcon_uuid, moves.place, moves.event_type order by moves.occurred_at nulls last, moves.party
    ) as move_number,
    {{ vcon_actor('parties') }},
    moves.occurred_at,
    moves.started_at,
    moves.known_at,
    moves.first_known_at
from moves
left join parties on moves.vcon_uuid = parties.vcon_uuid and moves.party = parties.place
