-- One row per event of an Intercom conversation: words, assignments, moves, and the tags that stand for an event.
-- A part can be several of them at once.
with parts as (
    select * from {{ ref('stg_intercom__parts') }}
),

facets as (
    select kinds.*
    from (
        values
        ('reopened', 0), ('message', 1), ('human_requested', 2), ('disclosure', 3), ('hand_off', 4),
        ('group_assignment', 5), ('assignment', 6), ('move', 7)
    ) as kinds (facet, facet_order)
),

steps as (
    select parts.*, facets.*
    from parts
    inner join facets
        on case facets.facet
            when 'reopened' then parts.state_after = 'open' and parts.state_before <> 'open'
            when 'message' then parts.is_said
            when 'human_requested' then parts.is_said and parts.is_person_request
            when 'disclosure' then parts.is_said and parts.is_disclosure
            when 'hand_off' then parts.is_assignment and parts.actor_type = 'ai' and parts.assigned_id is not null
            when 'group_assignment' then parts.is_assignment and parts.assigned_type = 'team'
            when 'assignment' then parts.is_assignment and coalesce(parts.assigned_type, 'admin') = 'admin'
            when 'move' then parts.state_after <> 'open' and parts.state_after <> parts.state_before
        end
),

events as (
    select
        thread_id,
        part_id || case when facet = 'message' then '' else ':' || facet end as event_key,
        occurred_at,
        place,
        facet_order,
        case
            when facet = 'reopened' and state_before = 'snoozed' then 'status_change'
            when facet = 'move' and state_after = 'closed' then 'solved'
            when facet = 'move' then 'status_change'
            else facet
        end as event_type,
        actor_id,
        actor_type,
        case
            when facet = 'message' and is_note then 'internal'
            when facet in ('message', 'human_requested', 'disclosure') then 'public'
        end as visibility,
        case when facet in ('reopened', 'move') then {{ intercom_status('state_before') }} end as from_value,
        case
            when facet in ('reopened', 'move') then {{ intercom_status('state_after') }}
            when facet in ('assignment', 'group_assignment') then 'intercom:' || assigned_id
        end as to_value,
        case when facet = 'message' then text_chars end as text_chars,
        case when facet = 'message' then text_hash end as text_hash,
        known_at,
        first_known_at
    from steps
    union all
    select
        tags.thread_id,
        tags.thread_id || ':tag:' || tags.tag_id as event_key,
        tags.applied_at as occurred_at,
        cast(null as bigint) as place,
        8 as facet_order,
        mapping.event_type,
        cast(null as string) as actor_id,
        'system' as actor_type,
        cast(null as string) as visibility,
        cast(null as string) as from_value,
        tags.tag as to_value,
        cast(null as bigint) as text_chars,
        cast(null as string) as text_hash,
        tags.known_at,
        tags.first_known_at
    from {{ ref('stg_intercom__thread_tags') }} as tags
    inner join {{ ref('tag_event_mapping') }} as mapping
        on tags.tag = mapping.tag and mapping.source = 'intercom'
)

select
    'intercom:' || event_key as event_id,
    'intercom:' || thread_id as conversation_id,
    occurred_at,
    row_number() over (
        partition by thread_id
        order by occurred_at nulls last, case when place is null then 0 else 1 end, place, facet_order, event_key
    ) as sequence,
    event_type,
    'intercom:' || actor_id as actor_id,
    actor_type,
    visibility,
    {{ helpdesk_event_columns('intercom') }}
from events
