-- One row per Guru card. Its tags say which intents it answers.
{% set fields = {
    'id': 'text', 'preferredPhrase': 'text', 'tags': [{'value': 'text'}], 'archived': 'boolean',
    'dateCreated': 'text', 'lastModified': 'text', 'lastVerified': 'text'
} %}
with source as (
    {{ latest_records(source('raw_guru', 'cards'), fields) }}
),

tagged as (
    select
        r.id as card_id,
        {{ explode('r.tags') }} as tag
    from source
),

answered as (
    select
        tagged.card_id,
        '["' || {{ joined_in_order('intents.intent_id', 'intents.intent_id', '","') }} || '"]' as intents
    from tagged
    inner join {{ ref('intents') }} as intents on tagged.tag.value = intents.intent_id
    group by tagged.card_id
),

renamed as (
    select
        r.id as card_id,
        r.preferredphrase as title,
        coalesce(r.archived, false) as is_archived,
        {{ utc_timestamp('r.datecreated') }} as created_at,
        {{ utc_timestamp('r.lastmodified') }} as modified_at,
        -- Written anew or found right: either is a review.
        greatest(
            {{ utc_timestamp('coalesce(r.lastmodified, r.lastverified)') }},
            {{ utc_timestamp('coalesce(r.lastverified, r.lastmodified)') }}
        ) as reviewed_at,
        known_at,
        first_known_at
    from source
)

select
    'guru:' || renamed.card_id as article_id,
    renamed.title,
    answered.intents,
    renamed.created_at,
    renamed.reviewed_at as updated_at,
    -- Since when a card is archived, only its last change says.
    case when renamed.is_archived then renamed.modified_at end as retired_at,
    'guru' as source,
    renamed.known_at as extracted_at,
    renamed.first_known_at,
    renamed.reviewed_at as source_updated_at
from renamed
left join answered on renamed.card_id = answered.card_id
