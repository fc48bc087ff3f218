-- One row per thing that happened to a Zendesk ticket: a comment, a changed field, or a tag that stands for an event.
-- A child may carry several changed fields at once, as the one that creates a ticket can: each is a move of its own.
with children as (
    select * from {{ ref('stg_zendesk__ticket_event_children') }}
),

facets as (
    {{ facets_of_a_move('zendesk', ['message', 'group', 'assignee', 'priority', 'status']) }}
),

moves as (
    select
        children.*,
        facets.facet,
        facets.tag,
        case facets.facet
            when 'message' then 'message'
            when 'group' then 'group_assignment'
            when 'assignee' then 'assignment'
            when 'priority' then 'priority_change'
            when 'tag' then facets.tag_event_type
            else
                case
                    when children.status in ('solved', 'closed') then children.status
                    when children.previous_value in ('solved', 'closed') then 'reopened'
                    else 'status_change'
                end
        end as event_type,
        case facets.facet
            when 'group' then 'zendesk:' || children.previous_value
            when 'assignee' then 'zendesk:' || children.previous_value
            when 'priority' then children.previous_value
            when 'status' then children.previous_value
        end as from_value,
        case facets.facet
            when 'group' then 'zendesk:' || children.group_id
            when 'assignee' then 'zendesk:' || children.assignee_id
            when 'priority' then children.priority
            when 'status' then children.status
            when 'tag' then facets.tag
        end as to_value
    from children
    inner join facets
        on case facets.facet
            when 'message' then children.child_type in ('Comment', 'VoiceComment')
            when 'group' then children.group_id is not null or children.is_group_removed
            when 'assignee' then children.assignee_id is not null or children.is_assignee_removed
            when 'priority' then children.priority is not null
            when 'status' then children.status is not null
            when 'tag' then contains(children.added_tags, '"' || facets.tag || '"')
        end
)

select
    child_id,
    ticket_id,
    case when facet = 'message' then '' when facet = 'tag' then ':' || tag else ':' || facet end as id_suffix,
    facet = 'message' as is_message,
    event_type,
    from_value,
    to_value,
    case when facet = 'message' then author_id else updater_id end as user_id,
    case when facet = 'message' then is_public end as is_public,
    case when facet = 'message' then text_chars end as text_chars,
    case when facet = 'message' then text_hash end as text_hash,
    is_by_rule,
    occurred_at,
    -- What one person submits at once has one time, and Zendesk numbers the status before the comment with it.
    -- In the order meant: the ticket comes back, somebody speaks, it changes hands, it is done.
    row_number() over (
        partition by ticket_id
        order by
            occurred_at nulls last,
            ticket_event_id,
            case
                when event_type = 'reopened' then 0
                when facet = 'message' then 1
                when facet = 'group' then 2
                when facet = 'assignee' then 3
                when facet = 'status' then 5
                else 4
            end,
            child_id,
            event_type
    ) as sequence,
    known_at,
    first_known_at
from moves
