-- One row per Freshdesk ticket that was merged into another. Only the note that closes it names the target.
with notes as (
    select
        ticket_id,
        message_id,
        occurred_at,
        merged_into_ticket_id
    from {{ ref('stg_freshdesk__messages') }}
    where merged_into_ticket_id is not null
),

ranked as (
    select
        notes.ticket_id,
        notes.merged_into_ticket_id,
        row_number() over (
            partition by notes.ticket_id order by notes.occurred_at desc nulls last, notes.message_id desc
        ) as newest_first
    from notes
    inner join {{ ref('stg_freshdesk__tickets') }} as tickets
        on notes.ticket_id = tickets.ticket_id and tickets.status = 'closed'
)

select
    ticket_id,
    merged_into_ticket_id
from ranked
where newest_first = 1
