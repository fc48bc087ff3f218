-- One row per article of Zendesk's help centre. Its labels say which intents it answers.
{% set fields = {
    'id': 'text', 'title': 'text', 'label_names': ['text'], 'draft': 'boolean',
    'created_at': 'text', 'updated_at': 'text', 'edited_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'articles'), fields) }}
),

labelled as (
    select
        r.id as article_id,
        {{ explode('r.label_names') }} as label
    from source
),

answered as (
    select
        labelled.article_id,
        '["' || {{ joined_in_order('mapping.intent_id', 'mapping.intent_id', '","') }} || '"]' as intents
    from labelled
    inner join {{ ref('intent_mapping') }} as mapping
        on mapping.source = 'zendesk' and labelled.label = mapping.native_intent
    group by labelled.article_id
),

renamed as (
    select
        r.id as article_id,
        r.title,
        coalesce(r.draft, false) as is_draft,
        {{ utc_timestamp('r.created_at') }} as created_at,
        -- When its words were changed: a vote moves the other time too.
        {{ utc_timestamp('coalesce(r.edited_at, r.updated_at)') }} as edited_at,
        {{ utc_timestamp('r.updated_at') }} as updated_at,
        known_at,
        first_known_at
    from source
)

select
    'zendesk:' || renamed.article_id as article_id,
    renamed.title,
    answered.intents,
    renamed.created_at,
    renamed.edited_at as updated_at,
    -- A draft is nothing that anybody can read; since when, only its last edit says.
    case when renamed.is_draft then renamed.edited_at end as retired_at,
    'zendesk' as source,
    renamed.known_at as extracted_at,
    renamed.first_known_at,
    renamed.updated_at as source_updated_at
from renamed
left join answered on renamed.article_id = answered.article_id
