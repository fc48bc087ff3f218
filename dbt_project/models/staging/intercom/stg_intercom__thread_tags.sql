-- One row per Intercom conversation and tag on it.
with threads as (
    select * from {{ ref('stg_intercom__threads') }}
),

tags as (
    {{ latest_records(source('raw_intercom', 'tags'), {'id': 'text', 'name': 'text'}) }}
),

applied as (
    select
        thread_id,
        known_at,
        first_known_at,
        {{ explode('tags') }} as tag
    from threads
)

select distinct
    applied.thread_id,
    applied.tag.id as tag_id,
    -- The list of tags has the newest name, and has it still when the conversation's own words were removed.
    coalesce(tags.r.name, applied.tag.name) as tag,
    {{ epoch_to_timestamp('applied.tag.applied_at') }} as applied_at,
    applied.known_at,
    applied.first_known_at
from applied
left join tags on applied.tag.id = tags.record_key
