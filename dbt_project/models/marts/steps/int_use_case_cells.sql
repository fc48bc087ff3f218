-- One row per use case of the AI that answers and matter of the taxonomy: what it was used for lately and ever, and
-- what held, beside people on the same matter.
{%- set recent_days = var('use_case_window_days') %}
with recent as (
    select conversations.conversation_id, conversations.intent_id
    from {{ ref('fct_conversations') }} as conversations
    cross join {{ ref('int_horizon_found') }} as horizon
    where conversations.is_contact
        and conversations.opened_at > {{ add_days('horizon.observed_until', -1 * recent_days) }}
),

contacts as (
    select intent_id, count(*) as contacts
    from recent
    group by intent_id
),

-- What the AI had lately is a part of what came lately: an old contact that is taken up again counts as old.
seen as (
    select
        coalesce(agents.use_case_id, 'undeclared') as use_case_id,
        legs.intent_id,
        legs.conversation_id,
        legs.started_at,
        recent.conversation_id is not null as is_recent
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('dim_agents') }} as agents on legs.actor_id = agents.agent_id
    left join recent on legs.conversation_id = recent.conversation_id
    where legs.is_substantive_ai and legs.exclusion_reason is null
),

judged as (
    select
        legs.intent_id,
        case when legs.population = 'ai' then coalesce(agents.use_case_id, 'undeclared') else 'people' end as side,
        count(*) as told,
        count(case when legs.resolution = 'verified' then 1 end) as verified
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('dim_agents') }} as agents on legs.actor_id = agents.agent_id
    where legs.is_judged and legs.is_mature_7d and legs.is_traceable and legs.population in ('human', 'ai')
    group by
        legs.intent_id,
        case when legs.population = 'ai' then coalesce(agents.use_case_id, 'undeclared') else 'people' end
),

answering as (
    select distinct use_case_id from seen
),

places as (
    select answering.use_case_id, intents.intent_id
    from answering
    cross join {{ ref('dim_intents') }} as intents
    where intents.intent_id <> 'unknown'
),

used as (
    select
        use_case_id,
        intent_id,
        count(distinct conversation_id) as ai_contacts_ever,
        count(distinct case when is_recent then conversation_id end) as ai_contacts,
        min(started_at) as first_seen_at,
        max(started_at) as last_seen_at
    from seen
    group by use_case_id, intent_id
),

cells as (
    select
        places.use_case_id,
        places.intent_id,
        coalesce(used.ai_contacts_ever, 0) as ai_contacts_ever,
        coalesce(used.ai_contacts, 0) as ai_contacts,
        coalesce(contacts.contacts, 0) as contacts,
        coalesce(own.verified, 0) as verified,
        coalesce(own.told, 0) as told,
        coalesce(people.verified, 0) as people_verified,
        coalesce(people.told, 0) as people_told,
        used.first_seen_at,
        used.last_seen_at
    from places
    left join used on places.use_case_id = used.use_case_id and places.intent_id = used.intent_id
    left join contacts on places.intent_id = contacts.intent_id
    left join judged as own on places.use_case_id = own.side and places.intent_id = own.intent_id
    left join judged as people on people.side = 'people' and places.intent_id = people.intent_id
)

select
    use_case_id,
    intent_id,
    ai_contacts_ever,
    ai_contacts,
    contacts,
    verified,
    told,
    people_verified,
    people_told,
    first_seen_at,
    last_seen_at
from cells
