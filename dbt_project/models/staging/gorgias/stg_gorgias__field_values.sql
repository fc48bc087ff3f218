-- One row per Gorgias ticket with what the fields say that the vendor manages: its reason, and the AI Agent's outcome.
{% set value_fields = {'ticket_id': 'text', 'data': [{'field': {'id': 'text'}, 'value': 'text'}]} %}
with definitions as (
    {{ latest_records(source('raw_gorgias', 'custom_fields'), {'id': 'text', 'managed_type': 'text'}) }}
),

source as (
    {{ latest_records(source('raw_gorgias', 'ticket_custom_fields'), value_fields) }}
),

given as (
    select
        r.ticket_id,
        {{ explode('r.data') }} as item
    from source
)

select
    given.ticket_id,
    max(case when definitions.r.managed_type = 'contact_reason' then given.item.value end) as contact_reason,
    max(case when definitions.r.managed_type = 'ai_intent' then given.item.value end) as ai_intent,
    max(case when definitions.r.managed_type = 'ai_outcome' then given.item.value end) as ai_outcome
from given
inner join definitions on given.item.field.id = definitions.record_key
group by given.ticket_id
