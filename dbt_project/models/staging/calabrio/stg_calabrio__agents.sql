-- One row per person Calabrio plans for, with the key by which the person is found elsewhere.
{% set fields = {
    'Id': 'text', 'DisplayName': 'text', 'Email': 'text', 'TimeZoneId': 'text', 'SiteId': 'text', 'TeamId': 'text',
    'TerminationDate': 'text'
} %}
with source as (
    {{ latest_records(source('raw_calabrio', 'people'), fields) }}
),

sites as (
    {{ latest_records(source('raw_calabrio', 'sites'), {'Id': 'text', 'Name': 'text'}) }}
),

teams as (
    {{ latest_records(source('raw_calabrio', 'teams'), {'Id': 'text', 'Name': 'text'}) }}
),

people as (
    select
        r.id as person_id,
        {{ agent_key('r.email', 'cast(null as string)') }} as agent_key,
        r.displayname as display_name,
        {{ identity_hash('r.email') }} as email_hash,
        r.timezoneid as time_zone,
        r.siteid as site_id,
        r.teamid as team_id,
        {{ utc_timestamp('substr(r.terminationdate, 1, 10)') }} as terminated_at,
        known_at,
        first_known_at
    from source
),

ranked as (
    select
        *,
        -- Of somebody hired twice the live record stands.
        row_number() over (
            partition by coalesce(agent_key, person_id) order by terminated_at desc nulls first, person_id asc
        ) as record_rank
    from people
)

select
    'calabrio:' || ranked.person_id as agent_id,
    ranked.agent_key,
    'human' as actor_type,
    ranked.display_name,
    ranked.email_hash,
    -- Named `Site/Team`.
    {{ extract_pattern('teams.r.name', '([^/]*/)?(.*)', 2) }} as team,
    cast(null as string) as employer,
    cast(null as string) as employer_type,
    sites.r.name as site,
    -- Windows' names of zones are no names of the standard's.
    case when ranked.time_zone like '%/%' then ranked.time_zone end as time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    ranked.terminated_at,
    {{ unknown_of_an_ai() }},
    'calabrio' as source,
    ranked.known_at as extracted_at,
    ranked.first_known_at,
    cast(null as timestamp) as source_updated_at
from ranked
left join teams on ranked.team_id = teams.r.id
left join sites on ranked.site_id = sites.r.id
where ranked.record_rank = 1
