-- One row per contact and local day at whose end it was open, with its age then and whether it was past its target.
with spans as (
    select
        conversation_id,
        population,
        kind,
        case_opened_at,
        moved_on as from_on,
        lead(moved_on) over (partition by conversation_id order by move_number) as until_on
    from {{ ref('int_backlog_moves') }}
),

targets as (
    select conversation_id, due_at
    from {{ ref('int_sla_targets') }}
    where metric = 'full_resolution'
),

bounds as (
    select max(local_on) as last_on from {{ ref('int_local_days') }}
),

open_days as (
    select
        spans.conversation_id,
        spans.population,
        spans.case_opened_at,
        cast(spans.from_on as timestamp) as first_at,
        case
            when spans.until_on is null then cast(bounds.last_on as timestamp)
            else {{ add_days('cast(spans.until_on as timestamp)', -1) }}
        end as last_at
    from spans
    cross join bounds
    where spans.kind <> 'closed' and (spans.until_on is null or spans.until_on > spans.from_on)
),

listed as (
    select conversation_id, population, case_opened_at, day_at
    from open_days {{ lateral_explode(interval_starts('first_at', 'last_at', 86400), 'day_at') }}
)

select
    listed.conversation_id,
    days.local_on,
    listed.population,
    {{ seconds_between('listed.case_opened_at', 'days.seen_until') }} as age_seconds,
    targets.due_at < days.seen_until as is_beyond_target
from listed
inner join {{ ref('int_local_days') }} as days on cast(listed.day_at as date) = days.local_on
left join targets on listed.conversation_id = targets.conversation_id
