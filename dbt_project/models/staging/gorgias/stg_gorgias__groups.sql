-- One row per Gorgias team.
with source as (
    {{ latest_records(source('raw_gorgias', 'teams'), {'id': 'text', 'name': 'text'}) }}
)

select
    {{ helpdesk_group_columns('gorgias') }}
from source
