-- One row per use that a person made of a Guru card.
{% set fields = {'eventType': 'text', 'eventDate': 'text', 'properties': {'cardId': 'text'}} %}
with source as (
    {{ latest_records(source('raw_guru', 'events'), fields) }}
),

renamed as (
    select
        record_key,
        'guru:' || r.properties.cardid as article_id,
        {{ utc_timestamp('r.eventdate') }} as occurred_at,
        -- What is copied from a card, or its link, goes to somebody who asked.
        case
            when r.eventtype in ('card-copied', 'card-link-copied') then 'shared'
            when r.eventtype = 'card-viewed' then 'viewed'
        end as event_type,
        known_at,
        first_known_at
    from source
)

select
    'guru:' || record_key as article_event_id,
    article_id,
    -- Guru knows who used a card, not for which customer.
    cast(null as string) as conversation_id,
    occurred_at,
    event_type,
    'human' as actor_type,
    cast(null as string) as query_hash,
    'guru' as source,
    known_at as extracted_at,
    first_known_at,
    occurred_at as source_updated_at
from renamed
where event_type is not null
