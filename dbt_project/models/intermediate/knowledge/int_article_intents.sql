-- One row per live article and intent it covers: how old its last review is, whether it is stale, and whether anybody
-- used it in the last 90 days.
with used as (
    select events.article_id, max(events.occurred_at) as last_used_at
    from {{ ref('int_article_events_unioned') }} as events
    where events.event_type in ('shared', 'cited') and events.article_id is not null
    group by events.article_id
),

decided as (
    select
        intents.intent_id,
        max(coalesce(changes.live_for_humans_at, changes.live_for_ai_at)) as policy_live_at
    from {{ ref('int_changes_unioned') }} as changes
    inner join {{ ref('intents') }} as intents on {{ names_id('changes.intents', 'intents.intent_id') }}
    cross join {{ ref('int_horizon_found') }} as horizon
    where changes.kind = 'policy'
        and coalesce(changes.live_for_humans_at, changes.live_for_ai_at) <= horizon.observed_until
    group by intents.intent_id
),

aged as (
    select
        articles.article_id,
        articles.updated_at,
        horizon.observed_until,
        cast({{ seconds_between('articles.updated_at', 'horizon.observed_until') }} as double) / 86400 as age_days,
        articles.intents
    from {{ ref('int_articles_unioned') }} as articles
    cross join {{ ref('int_horizon_found') }} as horizon
    where articles.retired_at is null or articles.retired_at > horizon.observed_until
)

select
    aged.article_id,
    intents.intent_id,
    aged.age_days,
    -- Unknown when the time of the last review is.
    {{ is_stale('aged.age_days', 'coalesce(aged.updated_at < decided.policy_live_at, false)', var('stale_days')) }}
        as is_stale,
    coalesce(used.last_used_at >= {{ add_days('aged.observed_until', '-90') }}, false) as is_used
from aged
inner join {{ ref('intents') }} as intents on {{ names_id('aged.intents', 'intents.intent_id') }}
left join used on aged.article_id = used.article_id
left join decided on intents.intent_id = decided.intent_id
