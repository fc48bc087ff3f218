{#- How surely a is followed by b rather than b by a, -1 to 1; for a = b how often it repeats.
    Source: Weijters et al. (2006), heuristics miner. -#}
{% macro dependency(is_loop, follows, reverse) -%}
case
    when {{ is_loop }} then cast({{ follows }} as double) / ({{ follows }} + 1)
    else cast({{ follows }} - {{ reverse }} as double) / ({{ follows }} + {{ reverse }} + 1)
end
{%- endmacro %}

{#- Texts of a group joined in order; for use under `group by`. -#}
{% macro joined_in_order(expression, ordering, separator=' > ') -%}
    {{ return(adapter.dispatch('joined_in_order', 'haven')(expression, ordering, separator)) }}
{%- endmacro %}
{% macro duckdb__joined_in_order(expression, ordering, separator) -%}
string_agg({{ expression }}, '{{ separator }}' order by {{ ordering }})
{%- endmacro %}
{% macro spark__joined_in_order(expression, ordering, separator) -%}
listagg({{ expression }}, '{{ separator }}') within group (order by {{ ordering }})
{%- endmacro %}

{#- Day of the week of a timestamp, Monday 0. -#}
{% macro weekday_number(timestamp) -%}
    {{ return(adapter.dispatch('weekday_number', 'haven')(timestamp)) }}
{%- endmacro %}
{% macro duckdb__weekday_number(timestamp) -%}
(isodow({{ timestamp }}) - 1)
{%- endmacro %}
{% macro spark__weekday_number(timestamp) -%}
weekday({{ timestamp }})
{%- endmacro %}

{#- Whether a JSON list of ids names an id. -#}
{% macro names_id(list, id) -%}
contains({{ list }}, '"' || {{ id }} || '"')
{%- endmacro %}
