{#- One row per element of a list in each vCon: record_key (the vCon's uuid), item, place (from 0), known_at, first_known_at.
    Those that another vCon replaces take no part. -#}
{% macro vcon_items(relation, list, fields) -%}
    select
        stored.record_key,
        stored.known_at,
        stored.first_known_at,
        {{ explode_placed('stored.r.' ~ list) }}
    from (
        {{ latest_records(relation, {list: [fields]}) }}
    ) as stored
    inner join {{ ref('stg_vcon__vcons') }} as vcons on stored.record_key = vcons.vcon_uuid
    where vcons.replaced_by is null
{%- endmacro %}

{#- Columns that say who an event is of: `party` is a row of stg_vcon__parties. -#}
{% macro vcon_actor(party) -%}
{{ party }}.actor_id,
        {{ party }}.agent_key,
        {{ party }}.actor_type
{%- endmacro %}

{#- Somebody known by address alone has an id that is not the address's own hash: ids are published, those hashes are not. -#}
{% macro pseudonym(email) -%}
substr({{ sha256("'vcon:agent:' || nullif(lower(trim(" ~ email ~ ")), '')") }}, 1, 16)
{%- endmacro %}
