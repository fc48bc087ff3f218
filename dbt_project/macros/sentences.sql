{#- Numbers in sentences, rounded to what they support: a tenth of a percent only where the interval is narrower than two points. -#}

{% macro percent_text(value, low, high) -%}
case
    when {{ high }} - {{ low }} < 0.02 then cast(cast(round(100 * {{ value }}, 1) as decimal(6, 1)) as string)
    else cast(cast(round(100 * {{ value }}) as bigint) as string)
end
{%- endmacro %}

{#- '1,234,567': a whole number, not negative, with its thousands set apart. -#}
{% macro whole_text(value) -%}
case
    when {{ value }} < 1000 then cast(cast({{ value }} as bigint) as string)
    when {{ value }} < 1000000
        then cast({{ integer_divide(_bigint(value), 1000) }} as string) || ',' || {{ _last_three(_bigint(value)) }}
    else cast({{ integer_divide(_bigint(value), 1000000) }} as string)
        || ',' || {{ _last_three(integer_divide(_bigint(value), 1000)) }} || ',' || {{ _last_three(_bigint(value)) }}
end
{%- endmacro %}

{% macro _bigint(value) %}cast({{ value }} as bigint){% endmacro %}
{% macro _last_three(value) %}lpad(cast(({{ value }}) % 1000 as string), 3, '0'){% endmacro %}

{#- '1,234.50': an amount with two decimals. The sign is kept apart, for whole_text takes none. -#}
{% macro amount_text(value) -%}
(case when {{ value }} < 0 then '-' else '' end
|| {{ whole_text(integer_divide('cast(round(abs(' ~ value ~ ') * 100) as bigint)', 100)) }}
|| '.' || lpad(cast(cast(round(abs({{ value }}) * 100) as bigint) % 100 as string), 2, '0'))
{%- endmacro %}

{#- '71 % (68 to 74 %, n = 1,234)' -#}
{% macro share_text(value, low, high, n) -%}
{{ percent_text(value, low, high) }} || ' % (' || {{ percent_text(low, low, high) }} || ' to '
|| {{ percent_text(high, low, high) }} || ' %, n = ' || {{ whole_text(n) }} || ')'
{%- endmacro %}

{#- '4.20 USD (3.90 to 4.60, n = 1,234)' -#}
{% macro money_text(value, low, high, n) -%}
{{ amount_text(value) }} || ' {{ var("reporting_currency") }} ('
|| coalesce({{ amount_text(low) }}, 'unknown') || ' to '
|| coalesce({{ amount_text(high) }}, 'unknown')
|| ', n = ' || {{ whole_text(n) }} || ')'
{%- endmacro %}

{#- '35 s (30 to 40 s, n = 1,234)' or minutes from 10 minutes on, hours from 10 hours on. -#}
{% macro seconds_text(value, low, high, n) -%}
{{ _duration(value, value) }} || ' (' || {{ _duration(low, value) }} || ' to ' || {{ _duration(high, value) }}
|| ', n = ' || {{ whole_text(n) }} || ')'
{%- endmacro %}

{% macro _duration(seconds, scale) -%}
case
    when {{ scale }} >= 36000 then cast(cast(round({{ seconds }} / 3600) as bigint) as string) || ' h'
    when {{ scale }} >= 600 then cast(cast(round({{ seconds }} / 60) as bigint) as string) || ' min'
    else cast(cast(round({{ seconds }}) as bigint) as string) || ' s'
end
{%- endmacro %}

{#- A key as a sentence begins with it: "zendesk_qa" -> "Zendesk qa". -#}
{% macro key_in_words(key) -%}
upper(substring({{ key }}, 1, 1)) || replace(substring({{ key }}, 2), '_', ' ')
{%- endmacro %}
