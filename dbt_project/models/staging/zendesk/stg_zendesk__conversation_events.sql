-- One row per event of a Zendesk ticket: a comment, or a move of its status, assignee, group or priority.
with children as (
    select * from {{ ref('stg_zendesk__ticket_event_children') }}
),

users as (
    select user_id, role, is_integration from {{ ref('stg_zendesk__users') }}
),

facets as (
    select 'message' as facet, 1 as facet_order
    union all
    select 'group' as facet, 2 as facet_order
    union all
    select 'assignee' as facet, 3 as facet_order
    union all
    select 'priority' as facet, 4 as facet_order
    union all
    select 'status' as facet, 5 as facet_order
),

-- A child may carry several changed fields at once, as the one that creates a ticket does: each is an event of its own.
events as (
    select
        children.*,
        facets.facet,
        facets.facet_order,
        case when facets.facet = 'message' then children.author_id else children.updater_id end as user_id,
        case facets.facet
            when 'group' then children.group_id
            when 'assignee' then children.assignee_id
            when 'priority' then children.priority
            when 'status' then children.status
        end as new_value
    from children
    inner join facets
        on (facets.facet = 'message' and children.child_type in ('Comment', 'VoiceComment'))
        or (facets.facet = 'group' and children.group_id is not null)
        or (facets.facet = 'assignee' and children.assignee_id is not null)
        or (facets.facet = 'priority' and children.priority is not null)
        or (facets.facet = 'status' and children.status is not null)
),

attributed as (
    select
        events.*,
        case
            when events.user_id = '-1' or events.is_by_rule then 'system'
            when users.role = 'end-user' then 'customer'
            -- A tool in a staff seat is no person. What it writes to the customer is the AI's; the rest is plumbing.
            when users.is_integration and events.facet = 'message' and events.is_public then 'ai'
            when users.is_integration then 'system'
            when users.role is not null then 'human'
        end as actor_type
    from events
    left join users on events.user_id = users.user_id
)

select
    'zendesk:' || cast(child_id as string) || case when facet = 'message' then '' else ':' || facet end as event_id,
    'zendesk:' || ticket_id as conversation_id,
    occurred_at,
    row_number() over (
        partition by ticket_id order by occurred_at nulls last, ticket_event_id, child_id, facet_order
    ) as sequence,
    case
        when facet = 'message' then 'message'
        when facet = 'group' then 'group_assignment'
        when facet = 'assignee' then 'assignment'
        when facet = 'priority' then 'priority_change'
        when new_value in ('solved', 'closed') then new_value
        when previous_value in ('solved', 'closed') then 'reopened'
        else 'status_change'
    end as event_type,
    case when actor_type <> 'system' then 'zendesk:' || user_id end as actor_id,
    actor_type,
    case when facet = 'message' then case when is_public then 'public' else 'internal' end end as visibility,
    case when facet in ('group', 'assignee') then 'zendesk:' || previous_value else previous_value end as from_value,
    case when facet in ('group', 'assignee') then 'zendesk:' || new_value else new_value end as to_value,
    case when facet = 'message' then length(body) end as text_chars,
    case when facet = 'message' then {{ text_hash('body') }} end as text_hash,
    cast(null as string) as tool_name,
    cast(null as string) as article_id,
    cast(null as bigint) as tokens_in,
    cast(null as bigint) as tokens_out,
    cast(null as double) as latency_seconds,
    cast(null as string) as sub_agent,
    'zendesk' as source,
    known_at as extracted_at,
    first_known_at,
    occurred_at as source_updated_at
from attributed
