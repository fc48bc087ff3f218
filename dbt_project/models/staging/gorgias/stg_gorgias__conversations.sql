-- One row per Gorgias ticket, purged ones included, of which only the id may be known.
with tickets as (
    select * from {{ ref('stg_gorgias__tickets') }}
),

purged as (
    select
        ticket_id,
        min(occurred_at) as purged_at,
        max(known_at) as known_at,
        min(first_known_at) as first_known_at
    from {{ ref('stg_gorgias__ticket_events') }}
    where event_word = 'ticket-deleted'
    group by ticket_id
),

mergers as (
    {{ latest_records(source('raw_gorgias', 'merged_tickets'), {'id': 'text', 'merged_into_id': 'text'}) }}
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'gorgias'
),

worn as (
    select
        ticket_id,
        {{ explode('tags') }} as tag
    from tickets
),

labelled as (
    select ticket_id, tag.name as tag from worn
    union all
    select ticket_id, 'spam' as tag from tickets where is_spam
),

tagged as (
    select
        ticket_id,
        '["' || {{ joined_in_order('tag', 'tag', '","') }} || '"]' as tags
    from labelled
    group by ticket_id
)

select
    'gorgias:' || coalesce(tickets.ticket_id, purged.ticket_id) as conversation_id,
    'gorgias:' || coalesce(tickets.ticket_id, purged.ticket_id) as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'tickets.native_channel') }} as channel,
    'gorgias:' || tickets.customer_id as customer_id,
    'gorgias:' || tickets.team_id as group_id,
    tickets.created_at as opened_at,
    case when tickets.native_status = 'closed' then tickets.closed_at end as resolved_at,
    -- A closed ticket reopens whenever the customer writes: closed there is solved here.
    cast(null as timestamp) as closed_at,
    case
        when purged.ticket_id is not null or tickets.trashed_at is not null then 'deleted'
        when tickets.snoozed_until is not null then 'pending'
        when tickets.native_status = 'closed' then 'solved'
        else {{ mapped_or_unknown("case tickets.native_status when 'open' then 'open' end", 'tickets.native_status') }}
    end as status,
    tickets.native_status,
    cast(null as double) as native_handle_seconds,
    cast(null as boolean) as native_sla_met,
    coalesce(field_values.contact_reason, field_values.ai_intent) as native_intent,
    field_values.ai_outcome as native_ai_label,
    case when tickets.native_priority = 'critical' then 'urgent' else tickets.native_priority end as priority,
    tickets.language,
    cast(null as string) as lifecycle_stage,
    tickets.is_from_agent as is_proactive,
    false as is_test,
    cast(null as string) as parent_conversation_id,
    'gorgias:' || mergers.r.merged_into_id as merged_into_id,
    cast(null as string) as duplicate_of_id,
    coalesce(purged.purged_at, tickets.trashed_at) as deleted_at,
    tagged.tags,
    'gorgias' as source,
    coalesce(greatest(tickets.known_at, purged.known_at), tickets.known_at, purged.known_at) as extracted_at,
    coalesce(least(tickets.first_known_at, purged.first_known_at), tickets.first_known_at, purged.first_known_at)
        as first_known_at,
    coalesce(purged.purged_at, tickets.updated_at) as source_updated_at
from tickets
full outer join purged on tickets.ticket_id = purged.ticket_id
left join channels on tickets.native_channel = channels.native_channel
left join mergers on tickets.ticket_id = mergers.record_key
left join {{ ref('stg_gorgias__field_values') }} as field_values on tickets.ticket_id = field_values.ticket_id
left join tagged on tickets.ticket_id = tagged.ticket_id
