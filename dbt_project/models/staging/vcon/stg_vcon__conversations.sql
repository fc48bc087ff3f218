-- One row per vCon. One that another replaces is a duplicate of that one, and nobody's.
{% set dialog = {
    'type': 'text', 'start': 'text', 'interaction_type': 'text', 'interaction_id': 'text', 'application': 'text'
} %}
with source as (
    {{ latest_records(source('raw_vcon', 'vcons'), {'dialog': [dialog]}) }}
),

items as (
    select
        record_key,
        {{ explode_placed('r.dialog') }}
    from source
),

dialogs as (
    select
        record_key as vcon_uuid,
        {{ utc_timestamp('item.start') }} as started_at,
        coalesce(nullif(lower(trim(item.interaction_type)), ''), item.type) as native_channel,
        case when lower(item.application) in ('zendesk', 'freshdesk', 'gorgias', 'intercom')
            then lower(item.application) || ':' || nullif(item.interaction_id, '')
        end as ticket,
        row_number() over (
            partition by record_key
            order by
                case when item.interaction_type is null then 1 else 0 end asc,
                case when item.type = 'transfer' then 1 else 0 end asc,
                place asc
        ) as channel_rank
    from items
),

gathered as (
    select
        vcon_uuid,
        min(started_at) as opened_at,
        max(case when channel_rank = 1 then native_channel end) as native_channel,
        -- Dialogs of two tickets are one of neither.
        case when min(ticket) = max(ticket) then max(ticket) end as ticket
    from dialogs
    group by vcon_uuid
),

verdicts as (
    select vcon_uuid, case when min(label) = max(label) then max(label) end as label
    from {{ ref('stg_vcon__verdicts') }}
    group by vcon_uuid
)

select
    'vcon:' || vcons.vcon_uuid as conversation_id,
    coalesce(case when vcons.replaced_by is null then gathered.ticket end, 'vcon:' || vcons.vcon_uuid)
        as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'gathered.native_channel') }} as channel,
    customers.actor_id as customer_id,
    cast(null as string) as group_id,
    -- A vCon is made when the conversation is over: its own time says nothing of the beginning.
    gathered.opened_at,
    cast(null as timestamp) as resolved_at,
    cast(null as timestamp) as closed_at,
    cast(null as string) as status,
    cast(null as string) as native_status,
    cast(null as double) as native_handle_seconds,
    cast(null as boolean) as native_sla_met,
    cast(null as string) as native_intent,
    verdicts.label as native_ai_label,
    cast(null as string) as priority,
    cast(null as string) as language,
    cast(null as string) as lifecycle_stage,
    cast(null as boolean) as is_proactive,
    cast(null as boolean) as is_test,
    cast(null as string) as parent_conversation_id,
    cast(null as string) as merged_into_id,
    'vcon:' || vcons.replaced_by as duplicate_of_id,
    cast(null as timestamp) as deleted_at,
    cast(null as string) as tags,
    'vcon' as source,
    vcons.known_at as extracted_at,
    vcons.first_known_at,
    coalesce(vcons.updated_at, vcons.created_at) as source_updated_at
from {{ ref('stg_vcon__vcons') }} as vcons
left join gathered on vcons.vcon_uuid = gathered.vcon_uuid
left join {{ ref('stg_vcon__parties') }} as customers
    on vcons.vcon_uuid = customers.vcon_uuid and customers.actor_type = 'customer'
left join {{ ref('channel_mapping') }} as channels
    on channels.source = 'vcon' and gathered.native_channel = channels.native_channel
left join verdicts on vcons.vcon_uuid = verdicts.vcon_uuid
