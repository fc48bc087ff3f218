-- One row per party of a vCon that no other replaces.
with items as (
    {{ vcon_items(source('raw_vcon', 'vcons'), 'parties', {
        'uuid': 'text', 'type': 'text', 'role': 'text', 'name': 'text', 'mailto': 'text', 'org': 'text', 'dept': 'text'
    }) }}
),

judged as (
    select
        items.*,
        case
            when items.place = vcons.customer_place then 'customer'
            when items.item.type = 'bot' then 'ai'
            when items.item.type = 'organization' then null
            when items.item.type <> 'person' then 'unknown:' || items.item.type
            -- An agent who is not called a bot is a person.
            when items.item.role in ('agent', 'supervisor', 'sme') then 'human'
            else 'unknown:' || items.item.role
        end as actor_type
    from items
    inner join {{ ref('stg_vcon__vcons') }} as vcons on items.record_key = vcons.vcon_uuid
)

select
    record_key as vcon_uuid,
    place,
    actor_type,
    'vcon:' || case actor_type
        -- Without an id of the person, a customer is known in this conversation alone, and elsewhere by the address.
        when 'customer' then coalesce(item.uuid, record_key)
        when 'ai' then coalesce(item.uuid, {{ slug("coalesce(item.org || ' ', '') || item.name") }})
        when 'human' then coalesce(item.uuid, {{ pseudonym('item.mailto') }})
    end as actor_id,
    case actor_type
        when 'ai' then case when item.uuid is null then {{ agent_key('cast(null as string)', 'item.name') }} end
        when 'human' then {{ agent_key('item.mailto', 'cast(null as string)') }}
    end as agent_key,
    {{ identity_hash('item.mailto') }} as email_hash,
    item.name as display_name,
    item.org as employer,
    item.dept as team,
    known_at,
    first_known_at
from judged
