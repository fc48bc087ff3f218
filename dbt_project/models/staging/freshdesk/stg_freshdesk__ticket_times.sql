-- One row per Freshdesk ticket on which somebody logged time. A timer that still runs says nothing yet.
{% set fields = {'ticket_id': 'text', 'time_spent': 'text', 'timer_running': 'boolean'} %}
with source as (
    {{ latest_records(source('raw_freshdesk', 'time_entries'), fields) }}
),

spent as (
    select
        r.ticket_id,
        -- hh:mm
        {{ try_cast(extract_pattern('r.time_spent', '^([0-9]+):([0-9]{2})$', 1), 'double') }} as hours,
        {{ try_cast(extract_pattern('r.time_spent', '^([0-9]+):([0-9]{2})$', 2), 'double') }} as minutes
    from source
    where not coalesce(r.timer_running, false)
)

select
    ticket_id,
    sum(hours * 3600 + minutes * 60) as handle_seconds
from spent
group by ticket_id
