{#- The rules by which an AI's conduct is judged (Regulation (EU) 2024/1689, Art. 14 and 50), in one place. -#}

{#- `turn`: public messages of the AI up to and including the one that discloses it; 0 for a notice before them. -#}
{% macro disclosure_state(turn) -%}
case when {{ turn }} <= 1 then 'in_time' when {{ turn }} > 1 then 'late' else 'missing' end
{%- endmacro %}

{#- Where an action stands against what was declared. Within 10 % of the limit is near it. -#}
{% macro action_bounds(is_declared, amount, limit_amount) -%}
case
    when not {{ is_declared }} then 'out_of_bounds'
    when {{ amount }} > {{ limit_amount }} then 'out_of_bounds'
    when {{ amount }} >= {{ limit_amount }} * 0.9 then 'near_limit'
    when {{ amount }} is not null and {{ limit_amount }} is null then 'no_limit'
    else 'within'
end
{%- endmacro %}

{% macro approval_state(is_required, approved_at, occurred_at, decision) -%}
case
    when not coalesce({{ is_required }}, false) then 'not_required'
    when {{ decision }} = 'blocked' then 'blocked'
    when {{ approved_at }} <= {{ occurred_at }} then 'before'
    when {{ approved_at }} > {{ occurred_at }} then 'after'
    else 'missing'
end
{%- endmacro %}
