-- One row per activity and kind of absence of Calabrio, in the words of the standard.
-- The account names its own: the mapping decides, then the flags that every account has.
{% set activity = {'Id': 'text', 'Name': 'text', 'RequiresSkill': 'boolean'} %}
with activities as (
    {{ latest_records(source('raw_calabrio', 'activities'), activity) }}
),

absences as (
    {{ latest_records(source('raw_calabrio', 'absences'), {'Id': 'text', 'Name': 'text', 'InWorkTime': 'boolean'}) }}
),

named as (
    select
        r.id as planned_id,
        lower(trim(r.name)) as name,
        case when r.requiresskill then 'queue_work' else 'other' end as otherwise
    from activities
    union all
    select
        r.id as planned_id,
        lower(trim(r.name)) as name,
        case when r.inworktime then 'other' else 'time_off' end as otherwise
    from absences
)

select
    named.planned_id,
    coalesce(mapping.activity, named.otherwise) as activity,
    channels.channel
from named
left join {{ ref('agent_activity_mapping') }} as mapping
    on mapping.source = 'calabrio' and mapping.kind = 'planned' and named.name = mapping.native_activity
left join {{ ref('channel_mapping') }} as channels
    on channels.source = 'calabrio' and named.name = channels.native_channel
