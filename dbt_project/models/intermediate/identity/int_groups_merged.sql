-- One row per team, queue or support line; several sources' rows of one become one, first known value wins.
with ranked as (
    select
        listed.*,
        row_number() over (
            partition by listed.group_id order by coalesce(priorities.priority, 99), listed.source, listed.extracted_at
        ) as record_rank
    from {{ ref('int_groups_unioned') }} as listed
    left join {{ ref('source_priority') }} as priorities on listed.source = priorities.source
)

select
    group_id,
    {{ first_known('name') }} as group_name,
    {{ first_known('tier') }} as tier,
    {{ first_known(known('channel')) }} as channel,
    {{ first_known('schedule_id') }} as schedule_id,
    min(first_known_at) as first_known_at,
    max(extracted_at) as last_known_at
from ranked
group by group_id
