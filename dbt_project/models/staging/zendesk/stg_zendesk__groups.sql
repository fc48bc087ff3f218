-- One row per Zendesk group.
{% set fields = {'id': 'text', 'name': 'text', 'deleted': 'boolean', 'updated_at': 'text'} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'groups'), fields) }}
)

-- A deleted group stays: closed tickets still name it.
select
    {{ helpdesk_group_columns('zendesk', changed_at=utc_timestamp('r.updated_at')) }}
from source
