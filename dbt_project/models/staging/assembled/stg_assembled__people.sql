-- One row per person Assembled plans for, with the id the rest of the warehouse knows the person by.
-- A person has two ids there; activities and states carry `agent_id`. Of somebody hired twice the live record stands.
{% set fields = {
    'id': 'text', 'agent_id': 'text', 'first_name': 'text', 'last_name': 'text', 'email': 'text', 'timezone': 'text',
    'site': 'text', 'teams': ['text'], 'platforms': {'zendesk': 'text', 'intercom': 'text', 'gorgias': 'text'},
    'start_date': 'text', 'end_date': 'text', 'deleted': 'boolean'
} %}
with source as (
    {{ latest_records(source('raw_assembled', 'people'), fields) }}
),

renamed as (
    select
        r.id as person_id,
        r.agent_id as assembled_agent_id,
        -- The helpdesk's id where it is known, so that plan, presence and work meet on one person.
        coalesce(
            'zendesk:' || r.platforms.zendesk,
            'intercom:' || r.platforms.intercom,
            'gorgias:' || r.platforms.gorgias,
            'assembled:' || r.agent_id
        ) as agent_id,
        trim(coalesce(r.first_name, '') || ' ' || coalesce(r.last_name, '')) as display_name,
        {{ identity_hash('r.email') }} as email_hash,
        r.timezone as time_zone,
        r.site,
        {{ list_item('r.teams', 1) }} as team_id,
        {{ flexible_timestamp('r.start_date') }} as hired_at,
        {{ flexible_timestamp('r.end_date') }} as terminated_at,
        coalesce(r.deleted, false) as is_deleted,
        known_at,
        first_known_at
    from source
    -- Managers and planners without an agent id hold no queue.
    where coalesce(r.agent_id, r.platforms.zendesk, r.platforms.intercom, r.platforms.gorgias) is not null
)

select
    renamed.*,
    row_number() over (
        partition by agent_id
        order by case when is_deleted then 1 else 0 end asc, hired_at desc nulls last, person_id asc
    ) as record_rank
from renamed
