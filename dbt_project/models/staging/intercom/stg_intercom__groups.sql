-- One row per Intercom team.
with source as (
    {{ latest_records(source('raw_intercom', 'teams'), {'id': 'text', 'name': 'text'}) }}
)

select
    {{ helpdesk_group_columns('intercom') }}
from source
