{#- How mature a function is. Thresholds are rows of the seeds maturity_indicators and maturity_stages. -#}

{#- The columns that evidence models share. `highest` is the best level that what is not a number allows. -#}
{% macro evidence(indicator, population, value, n, highest='3') -%}
{{ indicator }} as indicator_id,
    {{ population }} as population,
    cast({{ value }} as double) as value,
    cast({{ n }} as bigint) as n,
    cast({{ highest }} as bigint) as highest_level
{%- endmacro %}

{#- 0 to 3: how many thresholds the value reaches, and not more than the highest level; missing evidence is 0. -#}
{% macro indicator_score(value, direction, highest) -%}
case
        when {{ value }} is null then 0
        else least(
            {{ highest }},
            {%- for level in [1, 2, 3] %}
            case
                when {{ direction }} = 'up' and {{ value }} >= at_{{ level }} then 1
                when {{ direction }} = 'down' and {{ value }} <= at_{{ level }} then 1
                when {{ direction }} = 'below' and {{ value }} < at_{{ level }} then 1
                else 0
            end{{ ' +' if not loop.last }}
            {%- endfor %}
        )
    end
{%- endmacro %}

{#- A blind spot cannot be averaged away: not more than one stage above the weakest. -#}
{% macro capped_stage(stage_order, weakest) -%}
least({{ stage_order }}, cast(floor({{ weakest }}) as bigint) + 1)
{%- endmacro %}

{#- A value in words, in its unit. -#}
{% macro measured_text(value, unit) -%}
case {{ unit }}
        when 'share' then cast(cast(round(100 * {{ value }}) as bigint) as string) || ' %'
        when 'points' then cast(cast(round({{ value }}, 1) as decimal(10, 1)) as string) || ' points'
        when 'days' then cast(cast(round({{ value }}, 1) as decimal(10, 1)) as string) || ' days'
        when 'minutes' then cast(cast({{ value }} as bigint) as string) || ' minutes'
        when 'weeks' then cast(cast(round({{ value }}, 1) as decimal(10, 1)) as string) || ' weeks'
        when 'count' then cast(cast({{ value }} as bigint) as string)
        when 'amount' then {{ amount_text(value) }} || ' {{ var("reporting_currency") }}'
        else cast(cast(round({{ value }}, 2) as decimal(10, 2)) as string)
    end
{%- endmacro %}
