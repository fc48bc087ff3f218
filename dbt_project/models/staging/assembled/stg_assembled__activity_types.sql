-- One row per kind of planned activity in Assembled, in the words of the standard.
-- The account names its own types: the mapping decides, then the two flags every account has.
{% set fields = {
    'id': 'text', 'name': 'text', 'value': 'text', 'channels': ['text'], 'productive': 'boolean', 'timeoff': 'boolean'
} %}
with source as (
    {{ latest_records(source('raw_assembled', 'activity_types'), fields) }}
),

mapping as (
    select * from {{ ref('agent_activity_mapping') }}
    where source = 'assembled' and kind = 'planned'
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'assembled'
)

select
    source.r.id as activity_type_id,
    coalesce(
        mapping.activity,
        case when source.r.timeoff then 'time_off' when source.r.productive then 'queue_work' else 'other' end
    ) as activity,
    -- Planned on several channels at once is planned on none in particular.
    case when {{ list_item('source.r.channels', 2) }} is null then channels.channel end as channel
from source
left join mapping on lower(source.r.value) = mapping.native_activity
left join channels on lower({{ list_item('source.r.channels', 1) }}) = channels.native_channel
