-- One row per rating of an Intercom conversation: people are rated in one place, Fin in another.
with threads as (
    select * from {{ ref('stg_intercom__threads') }}
),

ratings as (
    select
        'intercom:csat:' || thread_id as rating_id,
        thread_id,
        -- Nobody's name on it: a conversation of bots alone was rated.
        rated_admin_id as actor_id,
        rating as score,
        rated_at as answered_at,
        updated_at,
        known_at,
        first_known_at
    from threads
    where rating is not null
    union all
    select
        'intercom:fin_csat:' || threads.thread_id as rating_id,
        threads.thread_id,
        fin.actor_id,
        threads.ai_rating as score,
        threads.ai_rated_at as answered_at,
        threads.updated_at,
        threads.known_at,
        threads.first_known_at
    from threads
    left join {{ ref('stg_intercom__thread_ai') }} as fin on threads.thread_id = fin.thread_id
    where threads.ai_rating is not null
)

select
    rating_id,
    'intercom:' || thread_id as conversation_id,
    'intercom:' || actor_id as actor_id,
    'csat' as kind,
    score,
    1.0e0 as scale_min,
    5.0e0 as scale_max,
    -- The conversation does not say when it was asked for.
    cast(null as timestamp) as asked_at,
    answered_at,
    'intercom' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from ratings
