-- One row per moment of a call in a vCon that no other replaces: a person at work answers, holds, or is back.
{% set moment = {'party': 'integer', 'time': 'text', 'event': 'text'} %}
with items as (
    {{ vcon_items(source('raw_vcon', 'vcons'), 'dialog', {
        'type': 'text', 'start': 'text', 'parties': ['integer'], 'with_customer': 'boolean', 'party_history': [moment]
    }) }}
),

calls as (
    select
        *,
        {{ utc_timestamp('item.start') }} as started_at
    from items
    -- What people at work ask each other is no answer to the customer.
    where item.type in ('recording', 'recording-set') and coalesce(item.with_customer, true)
),

at_work as (
    select vcon_uuid, place as party from {{ ref('stg_vcon__parties') }}
    where actor_type = 'human'
),

lived as (
    select
        calls.*,
        {{ explode('item.party_history') }} as moment
    from calls
),

present as (
    select
        calls.*,
        {{ explode('item.parties') }} as party
    from calls
),

told as (
    -- Tracks of one call, and the set of them, tell the same moment each: it is one.
    select
        lived.record_key as vcon_uuid,
        case lived.moment.event when 'join' then 'answered' when 'hold' then 'hold_start' else 'hold_end' end
            as event_type,
        case when lived.moment.event = 'join' then lived.moment.party end as party,
        {{ utc_timestamp('lived.moment.time') }} as occurred_at,
        min(lived.place) as place,
        min(lived.started_at) as started_at,
        max(lived.known_at) as known_at,
        min(lived.first_known_at) as first_known_at
    from lived
    left join at_work on lived.record_key = at_work.vcon_uuid and lived.moment.party = at_work.party
    where lived.moment.event in ('hold', 'unhold') or (lived.moment.event = 'join' and at_work.party is not null)
    group by 1, 2, 3, 4
),

untold as (
    -- Who is on a call of which no history tells has answered it, nobody knows when.
    select
        present.record_key as vcon_uuid,
        'answered' as event_type,
        present.party,
        cast(null as timestamp) as occurred_at,
        min(present.place) as place,
        min(present.started_at) as started_at,
        max(present.known_at) as known_at,
        min(present.first_known_at) as first_known_at
    from present
    inner join at_work on present.record_key = at_work.vcon_uuid and present.party = at_work.party
    left join told
        on present.record_key = told.vcon_uuid and present.party = told.party and told.event_type = 'answered'
    where told.vcon_uuid is null
    group by 1, 2, 3
)

select vcon_uuid, place, event_type, party, occurred_at, started_at, known_at, first_known_at from told
union all
select vcon_uuid, place, event_type, party, occurred_at, started_at, known_at, first_known_at from untold
