{#- The share of `total` that falls to everything up to `cumulative` out of `whole`, cut to a whole number. The difference of
    two neighbours is one part's share; all shares add up to `total` exactly. -#}
{% macro share_up_to(total, cumulative, whole) -%}
    {{ return(adapter.dispatch('share_up_to', 'haven')(total, cumulative, whole)) }}
{%- endmacro %}
{% macro duckdb__share_up_to(total, cumulative, whole) -%}
cast((cast({{ total }} as hugeint) * cast({{ cumulative }} as hugeint)) // cast({{ whole }} as hugeint) as bigint)
{%- endmacro %}
{% macro spark__share_up_to(total, cumulative, whole) -%}
cast(
    (cast({{ total }} as decimal(19, 0)) * cast({{ cumulative }} as decimal(18, 0))) div cast({{ whole }} as decimal(18, 0))
    as bigint
)
{%- endmacro %}

{#- Money as a whole number of millionths, and back. -#}
{% macro to_micros(amount) -%}
cast(round(cast({{ amount }} as decimal(18, 6)) * 1000000) as bigint)
{%- endmacro %}
{% macro from_micros(micros) -%}
cast(cast({{ micros }} as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(18, 6))
{%- endmacro %}
