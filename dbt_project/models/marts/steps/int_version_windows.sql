-- One row per AI version, and two per change that reached the AI: the stretch of time before and after it that is
-- compared. A change taken back is compared until it was.
with versions as (
    select
        ai_version as label,
        vendor,
        min(started_at) as from_at,
        max(started_at) as until_at
    from {{ ref('fct_legs') }}
    where population = 'ai' and ai_version is not null
    group by ai_version, vendor
),

changes as (
    select
        *,
        case
            when rolled_back_at < {{ add_days('live_for_ai_at', var('version_window_days')) }} then rolled_back_at
            else {{ add_days('live_for_ai_at', var('version_window_days')) }}
        end as after_until_at
    from {{ ref('fct_changes') }}
    where live_for_ai_at is not null
)

select
    'version:' || coalesce(vendor, '') || ':' || label as window_id,
    'version' as kind,
    label,
    vendor,
    cast(null as string) as change_id,
    'all' as window_name,
    cast(null as string) as intents,
    from_at,
    {{ add_seconds('until_at', 1) }} as until_at,
    cast(null as timestamp) as rolled_back_at
from versions
union all
select
    change_id || ':before' as window_id,
    kind,
    subject as label,
    cast(null as string) as vendor,
    change_id,
    'before' as window_name,
    intents,
    {{ add_days('live_for_ai_at', '-' ~ var('version_window_days')) }} as from_at,
    live_for_ai_at as until_at,
    rolled_back_at
from changes
union all
select
    change_id || ':after' as window_id,
    kind,
    subject as label,
    cast(null as string) as vendor,
    change_id,
    'after' as window_name,
    intents,
    live_for_ai_at as from_at,
    after_until_at as until_at,
    rolled_back_at
from changes
