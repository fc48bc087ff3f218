-- One row per thing that changed on a Freshdesk ticket. An activity may change several: each is a move of its own.
with activities as (
    select * from {{ ref('stg_freshdesk__activities') }}
),

facets as (
    {{ facets_of_a_move('freshdesk', ['group', 'assignee', 'priority', 'status']) }}
),

moves as (
    select
        activities.*,
        facets.facet,
        facets.tag,
        facets.tag_event_type,
        case facets.facet
            when 'group' then activities.group_id
            when 'assignee' then activities.assignee_id
            when 'priority' then activities.priority
            when 'status' then activities.status
            when 'tag' then facets.tag
        end as to_value
    from activities
    inner join facets
        on case facets.facet
            when 'group' then activities.group_id is not null or activities.is_group_removed
            when 'assignee' then activities.assignee_id is not null or activities.is_assignee_removed
            when 'priority' then activities.priority is not null
            when 'status' then activities.status is not null
            when 'tag' then contains(activities.added_tags, '"' || facets.tag || '"')
        end
),

everything as (
    select
        activity_id || ':' || facet || coalesce(':' || tag, '') as move_id,
        ticket_id,
        facet,
        tag_event_type,
        to_value,
        performer_id,
        is_by_rule,
        occurred_at,
        place,
        known_at,
        first_known_at
    from moves
    union all
    select
        ticket_id || ':' || status as move_id,
        ticket_id,
        'status' as facet,
        cast(null as string) as tag_event_type,
        status as to_value,
        cast(null as string) as performer_id,
        false as is_by_rule,
        occurred_at,
        cast(null as bigint) as place,
        known_at,
        first_known_at
    from {{ ref('stg_freshdesk__ticket_ends') }}
)

select
    *,
    case when facet <> 'tag' then
        lag(to_value) over (partition by ticket_id, facet order by occurred_at nulls last, place nulls last, move_id)
    end as from_value
from everything
