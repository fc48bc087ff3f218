-- One row per event of a vCon that no other replaces, with the key by which an agent is found elsewhere.
{% set facets = [
    ('message', '', 'true'),
    ('human_requested', ':human_requested', 'is_person_request'),
    ('disclosure', ':disclosure', 'is_disclosure')
] %}
with messages as (
    select * from {{ ref('stg_vcon__messages') }}
),

happened as (
    {% for event_type, suffix, condition in facets %}
    select
        vcon_uuid,
        place,
        '{{ event_type }}' as event_type,
        '{{ suffix }}' as id_suffix,
        {{ loop.index }} as move_number,
        actor_id,
        agent_key,
        actor_type,
        visibility,
        case when '{{ event_type }}' = 'message' then text_chars end as text_chars,
        case when '{{ event_type }}' = 'message' then text_hash end as text_hash,
        occurred_at,
        occurred_at as placed_at,
        known_at,
        first_known_at
    from messages
    where {{ condition }}
    union all
    {% endfor %}
    select
        vcon_uuid,
        place,
        event_type,
        ':' || event_type || ':' || cast(move_number as string) as id_suffix,
        move_number,
        actor_id,
        agent_key,
        actor_type,
        cast(null as string) as visibility,
        cast(null as bigint) as text_chars,
        cast(null as string) as text_hash,
        occurred_at,
        coalesce(occurred_at, started_at) as placed_at,
        known_at,
        first_known_at
    from {{ ref('stg_vcon__moves') }}
)

select
    'vcon:' || vcon_uuid || ':' || cast(place as string) || id_suffix as event_id,
    'vcon:' || vcon_uuid as conversation_id,
    occurred_at,
    -- Dialogs need not lie in the order of their times.
    row_number() over (
        partition by vcon_uuid order by placed_at asc nulls last, place asc, move_number asc, event_type asc
    ) as sequence,
    event_type,
    actor_id,
    agent_key,
    actor_type,
    visibility,
    cast(null as string) as from_value,
    cast(null as string) as to_value,
    text_chars,
    text_hash,
    {{ unknown_steps_of_a_model() }},
    'vcon' as source,
    known_at as extracted_at,
    first_known_at,
    occurred_at as source_updated_at
from happened
