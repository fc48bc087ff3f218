-- One row per end of a Freshdesk ticket that no activity tells: the ticket says it before the day's file is there, and
-- for good where the company has no such files.
with ended as (
    select
        tickets.ticket_id,
        ends.status,
        case ends.status when 'solved' then tickets.resolved_at else tickets.closed_at end as occurred_at,
        tickets.known_at,
        tickets.first_known_at
    from {{ ref('stg_freshdesk__tickets') }} as tickets
    inner join (values ('solved'), ('closed')) as ends (status)
        on tickets.status = 'closed' or tickets.status = ends.status
),

told as (
    select
        ticket_id,
        status,
        max(occurred_at) as last_at
    from {{ ref('stg_freshdesk__activities') }}
    group by ticket_id, status
)

select
    ended.ticket_id,
    ended.status,
    ended.occurred_at,
    ended.known_at,
    ended.first_known_at
from ended
left join told on ended.ticket_id = told.ticket_id and ended.status = told.status
where ended.occurred_at is not null and (told.last_at is null or told.last_at < ended.occurred_at)
