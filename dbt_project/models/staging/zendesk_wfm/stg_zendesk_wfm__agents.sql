-- One row per person in a team of Zendesk WFM.
{% set fields = {
    'name': 'text', 'manager_id': 'text', 'agents_ids': ['text'], 'is_deleted': 'boolean'
} %}
with source as (
    {{ latest_records(source('raw_zendesk_wfm', 'teams'), fields) }}
),

members as (
    select
        r.name as team,
        r.manager_id,
        {{ explode('r.agents_ids') }} as user_id,
        known_at,
        first_known_at
    from source
    where not coalesce(r.is_deleted, false)
),

ranked as (
    select
        *,
        row_number() over (partition by user_id order by team, manager_id) as team_number,
        count(*) over (partition by user_id) as teams
    from members
)

select
    'zendesk:' || user_id as agent_id,
    'human' as actor_type,
    -- The helpdesk has names and addresses under the same id.
    cast(null as string) as display_name,
    cast(null as string) as email_hash,
    -- Which of several teams somebody is counted in, the tool does not say.
    case when teams = 1 then team end as team,
    cast(null as string) as employer,
    cast(null as string) as employer_type,
    cast(null as string) as site,
    cast(null as string) as time_zone,
    case when teams = 1 then 'zendesk:' || manager_id end as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    {{ unknown_of_an_ai() }},
    'zendesk_wfm' as source,
    known_at as extracted_at,
    first_known_at,
    cast(null as timestamp) as source_updated_at
from ranked
where team_number = 1
