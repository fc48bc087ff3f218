-- One row per Freshdesk ticket, those deleted or taken for spam included.
with tickets as (
    select
        *,
        max(updated_at) over () as newest_at
    from {{ ref('stg_freshdesk__tickets') }}
),

times as (
    select * from {{ ref('stg_freshdesk__ticket_times') }}
),

merged as (
    select * from {{ ref('stg_freshdesk__ticket_merges') }}
),

tagged as (
    select
        ticket_id,
        '["' || {{ joined_in_order('tag', 'tag', '","') }} || '"]' as tags
    from {{ ref('stg_freshdesk__ticket_tags') }}
    group by ticket_id
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'freshdesk'
)

select
    'freshdesk:' || tickets.ticket_id as conversation_id,
    'freshdesk:' || tickets.ticket_id as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'tickets.native_channel') }} as channel,
    'freshdesk:' || tickets.requester_id as customer_id,
    'freshdesk:' || tickets.group_id as group_id,
    tickets.created_at as opened_at,
    case when tickets.status in ('solved', 'closed') then tickets.resolved_at end as resolved_at,
    case when tickets.status = 'closed' then tickets.closed_at end as closed_at,
    case when tickets.is_deleted then 'deleted' else tickets.status end as status,
    tickets.native_status,
    times.handle_seconds as native_handle_seconds,
    -- The flags of an escalation flip with the clock and need not move the ticket: the times say it themselves.
    -- What was resolved in time without a reply broke no promise and kept none.
    case
        when tickets.first_responded_at <= tickets.reply_due_at then true
        when
            coalesce(tickets.first_responded_at, tickets.resolved_at, tickets.newest_at) > tickets.reply_due_at
            then false
    end as native_sla_met,
    tickets.native_intent,
    tickets.native_ai_label,
    tickets.priority,
    tickets.language,
    cast(null as string) as lifecycle_stage,
    tickets.native_channel = '10' as is_proactive,
    false as is_test,
    cast(null as string) as parent_conversation_id,
    'freshdesk:' || merged.merged_into_ticket_id as merged_into_id,
    cast(null as string) as duplicate_of_id,
    case when tickets.is_deleted then tickets.updated_at end as deleted_at,
    tagged.tags,
    'freshdesk' as source,
    tickets.known_at as extracted_at,
    tickets.first_known_at,
    tickets.updated_at as source_updated_at
from tickets
left join times on tickets.ticket_id = times.ticket_id
left join merged on tickets.ticket_id = merged.ticket_id
left join tagged on tickets.ticket_id = tagged.ticket_id
left join channels on tickets.native_channel = channels.native_channel
