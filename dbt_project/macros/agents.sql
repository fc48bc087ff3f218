{#- Tools that know who works only by address or name, and the agents they mean. -#}

{#- What finds an agent: the hash of an address for a person, the name for a bot, which has no address. -#}
{% macro agent_key(email, name) -%}
coalesce('address:' || {{ identity_hash(email) }}, 'name:' || nullif(lower(trim({{ name }})), ''))
{%- endmacro %}

{#- One row per key that means exactly one agent: `relation` is the union of all sources' agents. -#}
{% macro agents_by_key(relation) -%}
    select
        agent_key,
        min(agent_id) as agent_id
    from (
        select
            agent_id,
            -- A person's name is no key: two people may share one.
            case
                when actor_type = 'ai' then 'name:' || lower(trim(display_name))
                else 'address:' || email_hash
            end as agent_key
        from {{ relation }}
    ) as keyed
    where agent_key is not null
    group by agent_key
    having min(agent_id) = max(agent_id)
{%- endmacro %}

{#- `Next step` -> `next_step`. -#}
{% macro slug(expression) -%}
    {{ return(adapter.dispatch('slug', 'haven')(expression)) }}
{%- endmacro %}
{% macro duckdb__slug(expression) -%}
regexp_replace(lower(trim({{ expression }})), '[^a-z0-9]+', '_', 'g')
{%- endmacro %}
{% macro spark__slug(expression) -%}
regexp_replace(lower(trim({{ expression }})), '[^a-z0-9]+', '_')
{%- endmacro %}
