-- One row per Zendesk ticket that carries any of the custom fields the standard reads.
-- Field ids differ between accounts, so a value is found by its field's key.
{% set ticket_fields = {'id': 'text', 'custom_fields': [{'id': 'text', 'value': 'text'}]} %}
with tickets as (
    {{ latest_records(source('raw_zendesk', 'tickets'), ticket_fields) }}
),

field_keys as (
    {{ latest_records(source('raw_zendesk', 'ticket_fields'), {'id': 'text', 'key': 'text'}) }}
),

field_values as (
    select
        tickets.r.id as ticket_id,
        field.id as field_id,
        field.value as field_value
    from tickets
    {{ lateral_explode('tickets.r.custom_fields', 'field') }}
)

select
    ticket_id,
    max(case when field_keys.r.key = 'intent' then field_value end) as intent,
    max(case when field_keys.r.key = 'language' then field_value end) as language,
    max(case when field_keys.r.key = 'standard::intelligent_triage_language' then field_value end) as triage_language,
    max(case when field_keys.r.key = 'standard::resolution_type' then field_value end) as resolution_type,
    max(case when field_keys.r.key = 'standard::resolution_tier' then field_value end) as resolution_tier
from field_values
inner join field_keys on field_values.field_id = field_keys.r.id
where field_value is not null
group by ticket_id
