{#- What turns a number of the metric register into an alert. -#}

{#- The parts of a threshold as the register writes it: `below 70 %`, `above 3600 s for people`, `above 1 in 1000`. A
    wording that is not of this form needs a reader, not a comparison: every part of it is null.
    1 side, 2 number, 4 unit, 6 population. -#}
{% macro threshold_part(threshold, part) -%}
{{ extract_pattern(
    threshold, '^(above|below) ([0-9]+([.][0-9]+)?)( %| s| of 100| of 7| in 1000)?( for (people|the AI))?$', part
) }}
{%- endmacro %}

{#- The number as the marts hold it: shares and marks of 100 are kept from 0 to 1. -#}
{% macro threshold_bound(threshold) -%}
cast({{ threshold_part(threshold, 2) }} as double)
/ case when {{ threshold_part(threshold, 4) }} in (' %', ' of 100') then 100 else 1 end
{%- endmacro %}

{#- A value with its interval and n, in the unit of its threshold. -#}
{% macro reading_text(unit, value, low, high, n) -%}
case
    when {{ unit }} = ' %' then {{ share_text(value, low, high, n) }}
    when {{ unit }} = ' s' then {{ seconds_text(value, low, high, n) }}
    else {{ _mark(unit, value) }} || coalesce({{ unit }}, '') || ' (' || {{ _mark(unit, low) }} || ' to '
        || {{ _mark(unit, high) }} || ', n = ' || {{ whole_text(n) }} || ')'
end
{%- endmacro %}

{% macro _mark(unit, value) -%}
cast(cast(round(case when {{ unit }} = ' of 100' then 100 else 1 end * {{ value }}, 1) as decimal(12, 1)) as string)
{%- endmacro %}
