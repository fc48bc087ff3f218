-- One row per lesson, with the intent that it is tagged with; the first one where it has several.
with lessons as (
    {{ latest_records(source('raw_lessonly', 'lessons'), {'id': 'text', 'title': 'text', 'tags': ['text']}) }}
),

tags as (
    select
        r.id as lesson_id,
        {{ explode('r.tags') }} as tag
    from lessons
),

tagged as (
    select
        tags.lesson_id,
        min(intents.intent_id) as intent_id
    from tags
    inner join {{ ref('intents') }} as intents on tags.tag = intents.intent_id
    group by tags.lesson_id
)

select
    lessons.r.id as lesson_id,
    lessons.r.title,
    tagged.intent_id
from lessons
left join tagged on lessons.r.id = tagged.lesson_id
