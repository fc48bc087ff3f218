-- One row per Assembled team.
with source as (
    {{ latest_records(source('raw_assembled', 'teams'), {'id': 'text', 'name': 'text'}) }}
)

select
    r.id as team_id,
    r.name
from source
