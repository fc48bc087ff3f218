-- One row per knowledge article, as dropped.
{% set fields = {
    'article_id': 'text',
    'title': 'text',
    'intents': 'text',
    'created_at': 'text',
    'updated_at': 'text',
    'retired_at': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'articles'), fields) }}
)

select
    r.article_id,
    r.title,
    r.intents,
    {{ utc_timestamp('r.created_at') }} as created_at,
    {{ utc_timestamp('r.updated_at') }} as updated_at,
    {{ utc_timestamp('r.retired_at') }} as retired_at,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
