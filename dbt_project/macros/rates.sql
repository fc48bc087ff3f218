{#- What every mart of rates shows of `numerator` out of `n`, of which `unknown_n` more could not be told: the value with its
    Wilson interval, or the reason why it is not shown. All arguments are whole-number expressions. -#}
{% macro rate_columns(numerator, n, unknown_n='0', more_reasons='') -%}
cast({{ numerator }} as bigint) as numerator,
    cast({{ n }} as bigint) as n,
    cast({{ unknown_n }} as bigint) as unknown_n,
    {{ ratio(unknown_n, '(' ~ n ~ ' + ' ~ unknown_n ~ ')') }} as unknown_share,
    case when {{ withheld_reason(n, unknown_n, more_reasons) }} is null then {{ ratio(numerator, n) }} end as value,
    case when {{ withheld_reason(n, unknown_n, more_reasons) }} is null then {{ wilson_low(numerator, n) }} end as value_low,
    case when {{ withheld_reason(n, unknown_n, more_reasons) }} is null then {{ wilson_high(numerator, n) }} end as value_high,
    {{ withheld_reason(n, unknown_n, more_reasons) }} is not null as is_withheld,
    {{ withheld_reason(n, unknown_n, more_reasons) }} as withheld_reason
{%- endmacro %}

{#- Why a number of `n` cases is not shown; null when it is. `more_reasons`: further `when ... then ...`, tested first. -#}
{% macro withheld_reason(n, unknown_n='0', more_reasons='') -%}
case
        {{ more_reasons }}
        when {{ ratio(unknown_n, '(' ~ n ~ ' + ' ~ unknown_n ~ ')') }} > {{ unknown_share_withheld() }}
            then 'More than 30 % could not be told'
        when coalesce({{ n }}, 0) = 0 then 'Nothing to measure in this period'
        when {{ n }} < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
    end
{%- endmacro %}

{#- The smallest value that at least the share `p` of the values do not exceed; nulls are left out. -#}
{% macro percentile(expression, p) -%}
percentile_disc({{ p }}) within group (order by {{ expression }})
{%- endmacro %}
