-- One row per person Assembled plans for.
with people as (
    select * from {{ ref('stg_assembled__people') }}
    where record_rank = 1
),

teams as (
    select * from {{ ref('stg_assembled__teams') }}
)

select
    people.agent_id,
    'human' as actor_type,
    people.display_name,
    people.email_hash,
    teams.name as team,
    cast(null as string) as employer,
    cast(null as string) as employer_type,
    people.site,
    people.time_zone,
    cast(null as string) as manager_agent_id,
    people.hired_at,
    people.terminated_at,
    {{ unknown_of_an_ai() }},
    'assembled' as source,
    people.known_at as extracted_at,
    people.first_known_at,
    cast(null as timestamp) as source_updated_at
from people
left join teams on people.team_id = teams.team_id
