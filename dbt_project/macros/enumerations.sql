{#- A word of a source that the standard has no word for stays in the standard entity as `unknown:<word>`: it is neither
    lost nor taken for something else. The words of the standard are the `values` of the column's meta, in one place. -#}

{#- `column` as it is where it is one of `values`, null or marked already; else marked. -#}
{% macro known_or_unknown(column, values) -%}
case
        when {{ column }} in ('{{ values | join("', '") }}') or {{ column }} like 'unknown:%' then {{ column }}
        else 'unknown:' || {{ column }}
    end
{%- endmacro %}

{#- What a mapping makes of a source's `word`: the word itself, marked, where it does not name it. -#}
{% macro mapped_or_unknown(mapped, word) -%}
coalesce({{ mapped }}, 'unknown:' || {{ word }})
{%- endmacro %}

{#- What facts and metrics see of such a column: a marked word is unknown. -#}
{% macro known(column) -%}
case when {{ column }} not like 'unknown:%' then {{ column }} end
{%- endmacro %}
