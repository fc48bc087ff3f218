{#- The newest version of each record of a raw table, parsed.
    Columns: record_key, r (the record as a struct), known_at (newest version), first_known_at (first version).
    A record whose newest version is a tombstone (it vanished at the source) is left out.
    `containing` reads only records whose text holds it: far cheaper than parsing all of them to keep a few.
    `--vars '{as_of: ...}'` rebuilds history: versions loaded later than that are not seen. -#}
{% macro latest_records(relation, fields, containing=none) -%}
    select record_key, {{ parse_json('record', fields) }} as r, known_at, first_known_at
    from (
        select
            record_key,
            record,
            known_at,
            min(known_at) over (partition by record_key) as first_known_at,
            row_number() over (
                partition by record_key order by known_at desc, cursor_value desc, record_hash desc
            ) as version_rank
        from {{ relation }}
        {%- if var('as_of', none) %}
        where known_at <= {{ utc_timestamp("'" ~ var('as_of') ~ "'") }}
        {%- endif %}
    ) as versions
    where version_rank = 1 and not {{ is_tombstone('record') }}
    {%- if containing %} and contains(record, '{{ containing }}'){% endif %}
{%- endmacro %}

{#- Inside a JSON string every quote is escaped, so this text can only be a key: no parse is needed to see it. -#}
{% macro is_tombstone(record) -%}
(contains({{ record }}, '"_deleted":true') or contains({{ record }}, '"_deleted": true'))
{%- endmacro %}

{#- All sources' rows of one standard entity, in the column order that the model documents. -#}
{% macro union_standard_entity(entity, sources) -%}
    {%- set columns = model['columns'].keys() | list -%}
    {%- for source in sources %}
    select {{ columns | join(', ') if columns else '*' }}
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
