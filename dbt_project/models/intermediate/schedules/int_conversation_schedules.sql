-- One row per conversation: the schedule whose hours count for it.
-- Its group's, else the company's default, else the only one there is; otherwise unknown, and so is business time.
{% set default_id = var('default_schedule_id') %}
with listed as (
    select distinct schedule_id from {{ ref('int_schedule_days') }}
),

known as (
    select schedule_id, count(*) over () as schedules
    from listed
),

defaults as (
    select
        max(case when schedule_id = '{{ default_id }}' then schedule_id end) as named_id,
        max(case when schedules = 1 then schedule_id end) as only_id
    from known
)

select
    conversations.conversation_id,
    coalesce(known.schedule_id, defaults.named_id, defaults.only_id) as schedule_id
from {{ ref('int_conversations_merged') }} as conversations
left join {{ ref('int_groups_merged') }} as holders on conversations.group_id = holders.group_id
left join known on holders.schedule_id = known.schedule_id
cross join defaults
