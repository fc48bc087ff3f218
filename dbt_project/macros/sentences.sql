{#- Numbers in sentences, rounded to what they support: a tenth of a percent only where the interval is narrower than two points. -#}

{% macro percent_text(value, low, high) -%}
case
    when {{ high }} - {{ low }} < 0.02 then cast(cast(round(100 * {{ value }}, 1) as decimal(6, 1)) as string)
    else cast(cast(round(100 * {{ value }}) as bigint) as string)
end
{%- endmacro %}

{#- '71 % (68 to 74 %, n = 1234)' -#}
{% macro share_text(value, low, high, n) -%}
{{ percent_text(value, low, high) }} || ' % (' || {{ percent_text(low, low, high) }} || ' to '
|| {{ percent_text(high, low, high) }} || ' %, n = ' || cast({{ n }} as string) || ')'
{%- endmacro %}

{#- '4.20 USD (3.90 to 4.60, n = 1234)' -#}
{% macro money_text(value, low, high, n) -%}
cast(cast(round({{ value }}, 2) as decimal(18, 2)) as string) || ' {{ var("reporting_currency") }} ('
|| coalesce(cast(cast(round({{ low }}, 2) as decimal(18, 2)) as string), 'unknown') || ' to '
|| coalesce(cast(cast(round({{ high }}, 2) as decimal(18, 2)) as string), 'unknown')
|| ', n = ' || cast({{ n }} as string) || ')'
{%- endmacro %}

{#- '35 s (30 to 40 s, n = 1234)' or minutes from 10 minutes on, hours from 10 hours on. -#}
{% macro seconds_text(value, low, high, n) -%}
{{ _duration(value, value) }} || ' (' || {{ _duration(low, value) }} || ' to ' || {{ _duration(high, value) }}
|| ', n = ' || cast({{ n }} as string) || ')'
{%- endmacro %}

{% macro _duration(seconds, scale) -%}
case
    when {{ scale }} >= 36000 then cast(cast(round({{ seconds }} / 3600) as bigint) as string) || ' h'
    when {{ scale }} >= 600 then cast(cast(round({{ seconds }} / 60) as bigint) as string) || ' min'
    else cast(cast(round({{ seconds }}) as bigint) as string) || ' s'
end
{%- endmacro %}
