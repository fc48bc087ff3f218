-- One row per Zendesk ticket under a service-level policy: whether any target was broken.
{% set fields = {'ticket_id': 'text', 'type': 'text', 'deleted': 'boolean'} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'ticket_metric_events'), fields) }}
)

select
    r.ticket_id,
    -- A breach that was undone comes again as the same event marked deleted.
    max(case when r.type = 'breach' then 1 else 0 end) = 0 as is_met
from source
where r.type in ('apply_sla', 'apply_group_sla', 'breach') and not coalesce(r.deleted, false)
group by r.ticket_id
