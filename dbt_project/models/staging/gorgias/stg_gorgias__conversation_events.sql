-- One row per event of a Gorgias ticket: words, assignments, moves, and the tags that stand for an event.
-- A message can be several of them at once.
with messages as (
    select * from {{ ref('stg_gorgias__messages') }}
),

facets as (
    select kinds.*
    from (values ('message', 1), ('human_requested', 2), ('disclosure', 3)) as kinds (facet, place)
),

events as (
    select
        messages.ticket_id,
        messages.message_id || case when facets.facet = 'message' then '' else ':' || facets.facet end as event_key,
        messages.occurred_at,
        facets.place,
        facets.facet as event_type,
        messages.actor_id,
        messages.actor_type,
        case when messages.is_public then 'public' else 'internal' end as visibility,
        cast(null as string) as from_value,
        cast(null as string) as to_value,
        case when facets.facet = 'message' then messages.text_chars end as text_chars,
        case when facets.facet = 'message' then messages.text_hash end as text_hash,
        messages.known_at,
        messages.first_known_at
    from messages
    inner join facets
        on case facets.facet
            when 'message' then true
            when 'human_requested' then messages.is_person_request
            when 'disclosure' then messages.is_disclosure
        end
    union all
    select
        ticket_id,
        'event:' || event_id as event_key,
        occurred_at,
        place,
        event_type,
        actor_id,
        actor_type,
        cast(null as string) as visibility,
        from_value,
        to_value,
        cast(null as bigint) as text_chars,
        cast(null as string) as text_hash,
        known_at,
        first_known_at
    from {{ ref('stg_gorgias__ticket_moves') }}
    union all
    select
        changes.ticket_id,
        coalesce('event:' || changes.event_id, changes.ticket_id) || ':tag:' || changes.tag_id as event_key,
        changes.occurred_at,
        4 as place,
        mapping.event_type,
        changes.actor_id,
        changes.actor_type,
        cast(null as string) as visibility,
        cast(null as string) as from_value,
        changes.tag as to_value,
        cast(null as bigint) as text_chars,
        cast(null as string) as text_hash,
        changes.known_at,
        changes.first_known_at
    from {{ ref('stg_gorgias__tag_changes') }} as changes
    inner join {{ ref('tag_event_mapping') }} as mapping on changes.tag = mapping.tag and mapping.source = 'gorgias'
    where changes.is_added
)

select
    'gorgias:' || event_key as event_id,
    'gorgias:' || ticket_id as conversation_id,
    occurred_at,
    row_number() over (partition by ticket_id order by occurred_at nulls last, place, length(event_key), event_key)
        as sequence,
    event_type,
    'gorgias:' || actor_id as actor_id,
    actor_type,
    visibility,
    {{ helpdesk_event_columns('gorgias') }}
from events
