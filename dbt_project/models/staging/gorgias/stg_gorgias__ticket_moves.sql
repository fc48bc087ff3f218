-- One row per assignment of a Gorgias ticket, and one per change of its state, with the state before it.
with events as (
    select * from {{ ref('stg_gorgias__ticket_events') }}
),

-- Closed there reopens whenever the customer writes: it is solved.
states as (
    select
        *,
        case
            when event_word = 'ticket-closed' then 'solved'
            when event_word = 'ticket-snoozed' then 'pending'
            else 'open'
        end as state_after
    from events
    where event_word in ('ticket-closed', 'ticket-snoozed', 'ticket-reopened', 'ticket-self-unsnoozed')
),

changes as (
    select
        *,
        coalesce(
            lag(state_after) over (
                partition by ticket_id order by occurred_at nulls last, length(event_id), event_id
            ), 'open'
        ) as state_before
    from states
)

select
    event_id,
    ticket_id,
    case
        when state_after = 'solved' then 'solved'
        when state_before = 'solved' and state_after = 'open' then 'reopened'
        else 'status_change'
    end as event_type,
    state_before as from_value,
    state_after as to_value,
    case state_after when 'open' then 0 else 7 end as place,
    actor_id,
    actor_type,
    occurred_at,
    known_at,
    first_known_at
from changes
where state_before <> state_after
union all
select
    event_id,
    ticket_id,
    case when event_word like 'ticket-team-%' then 'group_assignment' else 'assignment' end as event_type,
    cast(null as string) as from_value,
    'gorgias:' || case when event_word like 'ticket-team-%' then assigned_team_id else assigned_user_id end as to_value,
    case when event_word like 'ticket-team-%' then 5 else 6 end as place,
    actor_id,
    actor_type,
    occurred_at,
    known_at,
    first_known_at
from events
where event_word in ('ticket-assigned', 'ticket-unassigned', 'ticket-team-assigned', 'ticket-team-unassigned')
