-- One row per event of a Zendesk ticket: a comment, or a move of its status, assignee, group or priority.
with moves as (
    select * from {{ ref('stg_zendesk__ticket_moves') }}
),

users as (
    select
        user_id,
        role,
        is_integration
    from {{ ref('stg_zendesk__users') }}
),

attributed as (
    select
        moves.*,
        case
            when moves.user_id = '-1' or moves.is_by_rule then 'system'
            when users.role = 'end-user' then 'customer'
            -- A tool in a staff seat is no person. What it writes to the customer is the AI's; the rest is plumbing.
            when users.is_integration and moves.is_public then 'ai'
            when users.is_integration then 'system'
            when users.role is not null then 'human'
        end as actor_type
    from moves
    left join users on moves.user_id = users.user_id
)

select
    'zendesk:' || cast(child_id as string) || id_suffix as event_id,
    'zendesk:' || ticket_id as conversation_id,
    occurred_at,
    sequence,
    event_type,
    case when actor_type = 'system' then cast(null as string) else 'zendesk:' || user_id end as actor_id,
    actor_type,
    case when is_message then case when is_public then 'public' else 'internal' end end as visibility,
    {{ helpdesk_event_columns('zendesk') }}
from attributed
