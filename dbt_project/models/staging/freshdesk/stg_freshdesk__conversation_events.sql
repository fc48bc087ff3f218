-- One row per event of a Freshdesk ticket: a message or note, or a move of its status, group, assignee or priority.
with moves as (
    select * from {{ ref('stg_freshdesk__ticket_moves') }}
),

contacts as (
    select customer_id from {{ ref('stg_freshdesk__customers') }}
),

events as (
    select
        moves.move_id as event_key,
        moves.ticket_id,
        moves.occurred_at,
        moves.place,
        case moves.facet
            when 'group' then 'group_assignment'
            when 'assignee' then 'assignment'
            when 'priority' then 'priority_change'
            when 'tag' then moves.tag_event_type
            else
                case
                    when moves.to_value in ('solved', 'closed') then moves.to_value
                    when moves.from_value in ('solved', 'closed') then 'reopened'
                    else 'status_change'
                end
        end as event_type,
        'freshdesk:' || moves.performer_id as actor_id,
        case
            when moves.is_by_rule then 'system'
            when contacts.customer_id is not null then 'customer'
            when moves.performer_id is not null then 'human'
        end as actor_type,
        cast(null as string) as visibility,
        moves.from_value,
        moves.to_value,
        cast(null as bigint) as text_chars,
        cast(null as string) as text_hash,
        moves.known_at,
        moves.first_known_at
    from moves
    left join contacts on 'freshdesk:' || moves.performer_id = contacts.customer_id
    union all
    select
        message_id as event_key,
        ticket_id,
        occurred_at,
        cast(null as bigint) as place,
        'message' as event_type,
        'freshdesk:' || actor_id as actor_id,
        actor_type,
        case when is_public then 'public' else 'internal' end as visibility,
        cast(null as string) as from_value,
        cast(null as string) as to_value,
        text_chars,
        text_hash,
        known_at,
        first_known_at
    from {{ ref('stg_freshdesk__messages') }}
)

select
    'freshdesk:' || event_key as event_id,
    'freshdesk:' || ticket_id as conversation_id,
    occurred_at,
    -- In the order meant among what has one time: the ticket comes back, somebody speaks, it changes hands, it is done.
    row_number() over (
        partition by ticket_id
        order by
            occurred_at nulls last,
            case event_type
                when 'reopened' then 0 when 'message' then 1 when 'group_assignment' then 2 when 'assignment' then 3
                when 'solved' then 5 when 'closed' then 5 when 'status_change' then 5 else 4
            end,
            place nulls last,
            event_key
    ) as sequence,
    event_type,
    case when actor_type <> 'system' then actor_id end as actor_id,
    actor_type,
    visibility,
    {{ helpdesk_event_columns('freshdesk') }}
from events
