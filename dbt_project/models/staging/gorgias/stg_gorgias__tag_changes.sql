-- One row per tag put on a Gorgias ticket or taken off it; of tags that no event tells of, one without a time.
with tags as (
    {{ latest_records(source('raw_gorgias', 'tags'), {'id': 'text', 'name': 'text'}) }}
),

tickets as (
    select * from {{ ref('stg_gorgias__tickets') }}
),

added as (
    select event_id, ticket_id, actor_id, actor_type, occurred_at, known_at, first_known_at, true as is_added,
        {{ explode('tags_added') }} as tag_id
    from {{ ref('stg_gorgias__ticket_events') }}
    where event_word = 'ticket-tags-added'
),

removed as (
    select event_id, ticket_id, actor_id, actor_type, occurred_at, known_at, first_known_at, false as is_added,
        {{ explode('tags_removed') }} as tag_id
    from {{ ref('stg_gorgias__ticket_events') }}
    where event_word = 'ticket-tags-removed'
),

present as (
    select
        ticket_id,
        known_at,
        first_known_at,
        {{ explode('tags') }} as tag
    from tickets
),

named as (
    -- A ticket's own tags have the name of when it was read: the list of tags has the newest.
    select tag.id as tag_id, max(tag.name) as name
    from present
    group by tag.id
),

changes as (
    select * from added
    union all
    select * from removed
    union all
    select
        cast(null as string) as event_id,
        present.ticket_id,
        cast(null as string) as actor_id,
        'system' as actor_type,
        cast(null as timestamp) as occurred_at,
        present.known_at,
        present.first_known_at,
        true as is_added,
        present.tag.id as tag_id
    from present
    left join added on present.ticket_id = added.ticket_id and present.tag.id = added.tag_id
    where added.tag_id is null
)

select
    changes.event_id,
    changes.ticket_id,
    changes.tag_id,
    coalesce(tags.r.name, named.name) as tag,
    changes.is_added,
    changes.actor_id,
    changes.actor_type,
    changes.occurred_at,
    changes.known_at,
    changes.first_known_at
from changes
left join tags on changes.tag_id = tags.record_key
left join named on changes.tag_id = named.tag_id
