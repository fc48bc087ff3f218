-- One row per Intercom conversation, deleted ones included, of which only the id may be known.
with threads as (
    select * from {{ ref('stg_intercom__threads') }}
),

deleted as (
    {{ latest_records(source('raw_intercom', 'deleted_conversations'), {'id': 'text', 'deleted_at': 'integer'}) }}
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'intercom'
),

tagged as (
    select
        thread_id,
        '["' || {{ joined_in_order('tag', 'tag', '","') }} || '"]' as tags
    from {{ ref('stg_intercom__thread_tags') }}
    group by thread_id
),

linked as (
    select
        thread_id,
        {{ explode('linked_objects') }} as other
    from threads
),

merged as (
    -- Both conversations of a merger name each other; the one that is closed by it has the part.
    select
        linked.thread_id,
        min(linked.other.id) as merged_into_thread_id
    from linked
    inner join {{ ref('stg_intercom__parts') }} as parts
        on linked.thread_id = parts.thread_id and parts.part_type = 'merged_primary_conversation'
    where linked.other.type = 'conversation'
    group by linked.thread_id
)

select
    'intercom:' || coalesce(threads.thread_id, deleted.record_key) as conversation_id,
    'intercom:' || coalesce(threads.thread_id, deleted.record_key) as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'threads.native_channel') }} as channel,
    'intercom:' || threads.contact_id as customer_id,
    'intercom:' || threads.team_id as group_id,
    threads.created_at as opened_at,
    case when threads.state = 'closed' then threads.last_closed_at end as resolved_at,
    -- A closed conversation reopens whenever the customer writes: closed there is solved here.
    cast(null as timestamp) as closed_at,
    case
        when deleted.record_key is not null then 'deleted'
        else {{ mapped_or_unknown(intercom_status('threads.state'), 'threads.state') }}
    end as status,
    threads.state as native_status,
    threads.handle_seconds as native_handle_seconds,
    case threads.sla_status when 'hit' then true when 'missed' then false end as native_sla_met,
    threads.native_intent,
    threads.resolution_state as native_ai_label,
    case
        when threads.priority in ('none', 'not_priority', 'medium') then 'normal'
        when threads.priority = 'priority' then 'high'
        else threads.priority
    end as priority,
    threads.language,
    cast(null as string) as lifecycle_stage,
    threads.delivered_as in ('campaigns_initiated', 'admin_initiated', 'automated') as is_proactive,
    coalesce(threads.ai_source_type in ('workflow_preview', 'fin_preview'), false) as is_test,
    cast(null as string) as parent_conversation_id,
    'intercom:' || merged.merged_into_thread_id as merged_into_id,
    cast(null as string) as duplicate_of_id,
    {{ epoch_to_timestamp('deleted.r.deleted_at') }} as deleted_at,
    tagged.tags,
    'intercom' as source,
    coalesce(greatest(threads.known_at, deleted.known_at), threads.known_at, deleted.known_at) as extracted_at,
    coalesce(least(threads.first_known_at, deleted.first_known_at), threads.first_known_at, deleted.first_known_at)
        as first_known_at,
    coalesce({{ epoch_to_timestamp('deleted.r.deleted_at') }}, threads.updated_at) as source_updated_at
from threads
full outer join deleted on threads.thread_id = deleted.record_key
left join channels on threads.native_channel = channels.native_channel
left join tagged on threads.thread_id = tagged.thread_id
left join merged on threads.thread_id = merged.thread_id
