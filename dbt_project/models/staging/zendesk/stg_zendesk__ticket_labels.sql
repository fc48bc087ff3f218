-- One row per Zendesk ticket that carries any of the custom fields the standard reads.
-- Field ids differ between accounts, so a value is found by its field's key.
{% set ticket_fields = {'id': 'text', 'custom_fields': [{'id': 'text', 'value': 'text'}]} %}
with tickets as (
    {{ latest_records(source('raw_zendesk', 'tickets'), ticket_fields) }}
),

field_keys as (
    {{ latest_records(source('raw_zendesk', 'ticket_fields'), {'id': 'text', 'key': 'text'}) }}
),

entries as (
    select
        r.id as ticket_id,
        {{ explode('r.custom_fields') }} as entry
    from tickets
),

field_values as (
    select
        entries.ticket_id,
        field_keys.r.key as field_key,
        entries.entry.value as field_value
    from entries
    inner join field_keys on entries.entry.id = field_keys.r.id
    where entries.entry.value is not null
)

select
    ticket_id,
    max(case when field_key = 'intent' then field_value end) as intent,
    max(case when field_key = 'language' then field_value end) as language,
    max(case when field_key = 'standard::intelligent_triage_language' then field_value end) as triage_language,
    max(case when field_key = 'standard::resolution_type' then field_value end) as resolution_type,
    max(case when field_key = 'standard::resolution_tier' then field_value end) as resolution_tier
from field_values
group by ticket_id
