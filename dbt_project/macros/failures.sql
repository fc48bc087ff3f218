{#- The rules of failure paths, in one place. -#}

{#- Why an AI handed over. A customer who asked outweighs what the AI says of itself; what is only inferred comes last. -#}
{% macro hand_off_reason(is_customer_request, stated_reason, has_blocked_action, has_loop) -%}
case
    when {{ is_customer_request }} then 'customer_asked'
    when {{ stated_reason }} is not null then {{ stated_reason }}
    when {{ has_blocked_action }} then 'policy_limit'
    when {{ has_loop }} then 'failure'
    else 'unknown'
end
{%- endmacro %}

{#- One term of the effort index: its share of its own 90th percentile, at most 1. Where the percentile is 0 any effort at
    all is as much as the hardest tenth has. -#}
{% macro effort_term(value, p90) -%}
case
    when {{ value }} is null then null
    when {{ p90 }} > 0 then least(1, {{ value }} / cast({{ p90 }} as double))
    when {{ value }} > 0 then 1.0
    else 0.0
end
{%- endmacro %}

{#- Easy and hard on the 7-point scale "made it easy". -#}
{% macro is_easy(score) -%}({{ score }} >= 5){%- endmacro %}
{% macro is_hard(score) -%}({{ score }} <= 3){%- endmacro %}

{#- Sums of asked effort (7-point scale) and of the computed index by `keys`. As decimals, so that the order of rows cannot
    change the last digit. -#}
{% macro effort_sums(relation, keys, asked, index) -%}
select
    {{ keys | join(', ') }},
    count({{ asked }}) as asked_n,
    count(case when {{ is_easy(asked) }} then 1 end) as easy_n,
    count(case when {{ is_hard(asked) }} then 1 end) as hard_n,
    sum(cast({{ asked }} as decimal(9, 4))) as asked_sum,
    sum(cast({{ asked }} * {{ asked }} as decimal(9, 4))) as asked_square_sum,
    count({{ index }}) as index_n,
    sum(cast({{ index }} as decimal(9, 8))) as index_sum,
    sum(cast({{ index }} * {{ index }} as decimal(9, 8))) as index_square_sum
from {{ relation }}
group by {{ keys | join(', ') }}
{%- endmacro %}
