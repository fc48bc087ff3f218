-- One row per Freshdesk group.
with source as (
    {{ latest_records(source('raw_freshdesk', 'groups'), {'id': 'text', 'name': 'text', 'updated_at': 'text'}) }}
)

select
    {{ helpdesk_group_columns('freshdesk', changed_at=utc_timestamp('r.updated_at')) }}
from source
