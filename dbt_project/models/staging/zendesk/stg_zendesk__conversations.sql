-- One row per Zendesk ticket.
with tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

labels as (
    select * from {{ ref('stg_zendesk__ticket_labels') }}
),

slas as (
    select * from {{ ref('stg_zendesk__ticket_slas') }}
),

merged as (
    select * from {{ ref('stg_zendesk__ticket_merges') }}
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'zendesk'
)

select
    'zendesk:' || tickets.ticket_id as conversation_id,
    'zendesk:' || tickets.ticket_id as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'tickets.native_channel') }} as channel,
    'zendesk:' || tickets.requester_id as customer_id,
    'zendesk:' || tickets.group_id as group_id,
    tickets.created_at as opened_at,
    tickets.solved_at as resolved_at,
    case when tickets.status = 'closed' then tickets.status_updated_at end as closed_at,
    tickets.status,
    tickets.status as native_status,
    cast(null as double) as native_handle_seconds,
    slas.is_met as native_sla_met,
    labels.intent as native_intent,
    -- The tier arrives up to three days late; until then, that no person took part is all Zendesk says.
    coalesce(
        labels.resolution_tier,
        labels.resolution_type,
        case when tickets.support_type = 'ai_agent' then 'ai_agent' end
    ) as native_ai_label,
    tickets.priority,
    substr(replace(lower(coalesce(labels.language, labels.triage_language)), 'language__', ''), 1, 2) as language,
    cast(null as string) as lifecycle_stage,
    cast(null as boolean) as is_proactive,
    coalesce(tickets.native_channel = 'sample_ticket', false) as is_test,
    'zendesk:' || tickets.follow_up_of_ticket_id as parent_conversation_id,
    'zendesk:' || merged.merged_into_ticket_id as merged_into_id,
    cast(null as string) as duplicate_of_id,
    -- The export keeps sending a deleted ticket, with its fields intact and this status.
    case when tickets.status = 'deleted' then coalesce(tickets.status_updated_at, tickets.updated_at) end as deleted_at,
    -- People consulting each other are nobody's contact: what noise_tags leaves out, and counts.
    case
        when tickets.native_channel in ('side_conversation', '69')
            then '["internal"' || case when tickets.tags like '["%' then ',' || substr(tickets.tags, 2) else ']' end
        else tickets.tags
    end as tags,
    'zendesk' as source,
    tickets.known_at as extracted_at,
    tickets.first_known_at,
    tickets.updated_at as source_updated_at
from tickets
left join labels on tickets.ticket_id = labels.ticket_id
left join slas on tickets.ticket_id = slas.ticket_id
left join merged on tickets.ticket_id = merged.ticket_id
left join channels on tickets.native_channel = channels.native_channel
