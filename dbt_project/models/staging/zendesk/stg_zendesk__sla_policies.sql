-- One row per policy of Zendesk, priority and metric that it promises something for.
{% set promise = {'priority': 'text', 'metric': 'text', 'target': 'integer', 'business_hours': 'boolean'} %}
{% set fields = {'id': 'text', 'title': 'text', 'position': 'integer', 'policy_metrics': [promise]} %}
with ticket_policies as (
    {{ latest_records(source('raw_zendesk', 'sla_policies'), fields) }}
),

group_policies as (
    {{ latest_records(source('raw_zendesk', 'group_sla_policies'), fields) }}
),

promises as (
    -- Of a ticket's promise the target is in minutes, of a group's in seconds.
    select
        r.id,
        r.title,
        r.position,
        'ticket' as holder,
        60 as unit_seconds,
        {{ explode('r.policy_metrics') }} as promise
    from ticket_policies
    union all
    select
        r.id,
        r.title,
        r.position,
        'group' as holder,
        1 as unit_seconds,
        {{ explode('r.policy_metrics') }} as promise
    from group_policies
)

select
    id as sla_policy_id,
    title,
    position as policy_order,
    holder,
    promise.priority,
    promise.metric,
    promise.target * unit_seconds as target_seconds,
    case when promise.business_hours then 'business' else 'calendar' end as hours
from promises
