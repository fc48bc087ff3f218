{#- First known value of a column among rows ranked 1, 2, ...; for use under `group by`. -#}
{% macro first_known(column, rank='record_rank', ranks=4) -%}
coalesce(
    {%- for n in range(1, ranks + 1) %}
    max(case when {{ rank }} = {{ n }} then {{ column }} end){{ ',' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{#- Whole-number division, towards zero. -#}
{% macro integer_divide(a, b) -%}
    {{ return(adapter.dispatch('integer_divide', 'haven')(a, b)) }}
{%- endmacro %}
{% macro duckdb__integer_divide(a, b) -%}
(({{ a }}) // ({{ b }}))
{%- endmacro %}
{% macro spark__integer_divide(a, b) -%}
(({{ a }}) div ({{ b }}))
{%- endmacro %}
