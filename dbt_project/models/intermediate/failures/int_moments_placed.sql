-- One row per moment at which a customer needed a person: whether it lay outside the hours of the group's schedule.
-- Without a schedule of the group the company's only one holds; with several, or none, it is unknown.
with moments as (
    select event_id as moment_id, conversation_id, occurred_at
    from {{ ref('int_events_attributed') }}
    where (event_type = 'human_requested' or (event_type = 'hand_off' and is_boundary)) and occurred_at is not null
),

group_schedules as (
    select group_id, max(schedule_id) as schedule_id
    from {{ ref('int_groups_unioned') }}
    group by group_id
),

only_schedule as (
    select case when count(distinct schedule_id) = 1 then max(schedule_id) end as schedule_id
    from {{ ref('int_schedules_unioned') }}
),

local_moments as (
    select
        moments.moment_id,
        slots.is_working,
        slots.weekday,
        slots.starts_at,
        slots.ends_at,
        slots.holiday_on,
        {{ to_local('moments.occurred_at', 'slots.time_zone') }} as local_at
    from moments
    inner join {{ ref('int_conversations_merged') }} as conversations
        on moments.conversation_id = conversations.conversation_id
    left join group_schedules on conversations.group_id = group_schedules.group_id
    cross join only_schedule
    inner join {{ ref('int_schedules_unioned') }} as slots
        on coalesce(group_schedules.schedule_id, only_schedule.schedule_id) = slots.schedule_id
),

matched as (
    select
        moment_id,
        max(case
            when holiday_on is null and weekday = {{ weekday_number('local_at') }} and coalesce(is_working, true)
                and substring(cast(local_at as string), 12, 5) >= starts_at
                and (substring(cast(local_at as string), 12, 5) < ends_at or ends_at in ('00:00', '24:00')) then 1
            else 0
        end) as is_open,
        max(case when holiday_on = cast(local_at as date) and not coalesce(is_working, false) then 1 else 0 end)
            as is_holiday
    from local_moments
    group by moment_id
)

select
    moments.moment_id,
    moments.conversation_id,
    case when matched.moment_id is not null then matched.is_open = 0 or matched.is_holiday = 1 end as is_out_of_hours
from moments
left join matched on moments.moment_id = matched.moment_id
