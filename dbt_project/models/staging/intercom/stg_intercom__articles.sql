-- One row per article of Intercom's help centre. Its tags say which topics it answers.
{% set fields = {
    'id': 'text', 'title': 'text', 'state': 'text', 'created_at': 'integer', 'updated_at': 'integer',
    'tags': {'tags': [{'name': 'text'}]}
} %}
with source as (
    {{ latest_records(source('raw_intercom', 'articles'), fields) }}
),

tagged as (
    select
        r.id as article_id,
        {{ explode('r.tags.tags') }} as tag
    from source
),

topics as (
    select
        tagged.article_id,
        '["' || {{ joined_in_order('mapping.intent_id', 'mapping.intent_id', '","') }} || '"]' as intents
    from tagged
    inner join {{ ref('intent_mapping') }} as mapping
        on mapping.source = 'intercom' and tagged.tag.name = mapping.native_intent
    group by tagged.article_id
)

select
    'intercom:' || source.r.id as article_id,
    source.r.title,
    topics.intents,
    {{ epoch_to_timestamp('source.r.created_at') }} as created_at,
    {{ epoch_to_timestamp('source.r.updated_at') }} as updated_at,
    -- A draft is nothing that anybody can read; since when, only its last change says.
    case when source.r.state = 'draft' then {{ epoch_to_timestamp('source.r.updated_at') }} end as retired_at,
    'intercom' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    {{ epoch_to_timestamp('source.r.updated_at') }} as source_updated_at
from source
left join topics on source.r.id = topics.article_id
