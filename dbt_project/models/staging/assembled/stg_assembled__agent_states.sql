-- One row per actual stretch of one agent: the condensed timeline, overlaps between platforms already resolved.
{% set fields = {
    'agent_id': 'text', 'platform': 'text', 'agent_platform_id': 'text', 'state': 'text',
    'start_time': 'text', 'end_time': 'text', 'modified_at': 'text', 'ticket_id': 'text'
} %}
with source as (
    {{ latest_records(source('raw_assembled', 'agent_states'), fields) }}
),

people as (
    select distinct
        assembled_agent_id,
        agent_id
    from {{ ref('stg_assembled__people') }}
),

mapping as (
    select * from {{ ref('agent_activity_mapping') }}
    where source = 'assembled' and kind = 'actual'
)

select
    'assembled:' || source.record_key as agent_state_id,
    coalesce(
        people.agent_id,
        case
            when source.r.platform in ('zendesk', 'intercom', 'gorgias')
                then source.r.platform || ':' || source.r.agent_platform_id
        end,
        'assembled:' || source.r.agent_id
    ) as agent_id,
    case when source.r.platform in ('intercom', 'gorgias') then source.r.platform else 'zendesk' end
    || ':' || source.r.ticket_id as conversation_id,
    {{ flexible_timestamp('source.r.start_time') }} as started_at,
    {{ flexible_timestamp('source.r.end_time') }} as ended_at,
    -- Whatever the platform calls it, an agent with a ticket in hand is at work on it.
    case when source.r.ticket_id is not null then 'queue_work' else coalesce(mapping.activity, 'other') end as activity,
    cast(null as string) as channel,
    'assembled' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    {{ flexible_timestamp('source.r.modified_at') }} as source_updated_at
from source
left join people on source.r.agent_id = people.assembled_agent_id
left join mapping on lower(source.r.state) = mapping.native_activity
