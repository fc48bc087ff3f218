-- One row per guide that is tagged with an intent; the first one where it has several.
with source as (
    {{ latest_records(source('raw_workramp', 'guides'), {'id': 'text', 'tags': ['text']}) }}
),

tags as (
    select
        r.id as guide_id,
        {{ explode('r.tags') }} as tag
    from source
)

select
    tags.guide_id,
    min(intents.intent_id) as intent_id
from tags
inner join {{ ref('intents') }} as intents on tags.tag = intents.intent_id
group by tags.guide_id
