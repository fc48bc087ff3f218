-- One row per person with a Freshdesk seat, or tool that holds one.
{% set fields = {'id': 'text', 'updated_at': 'text', 'contact': {'name': 'text', 'email': 'text'}} %}
with source as (
    {{ latest_records(source('raw_freshdesk', 'agents'), fields) }}
)

select
    'freshdesk:' || r.id as agent_id,
    case when {{ is_freshdesk_tool('r.id') }} then 'ai' else 'human' end as actor_type,
    r.contact.name as display_name,
    {{ identity_hash('r.contact.email') }} as email_hash,
    cast(null as string) as team,
    cast(null as string) as employer,
    cast(null as string) as employer_type,
    cast(null as string) as site,
    -- The zones are named after cities, not as IANA names them.
    cast(null as string) as time_zone,
    cast(null as string) as manager_agent_id,
    cast(null as timestamp) as hired_at,
    cast(null as timestamp) as terminated_at,
    {{ unknown_of_an_ai() }},
    'freshdesk' as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.updated_at') }} as source_updated_at
from source
