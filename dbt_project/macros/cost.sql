{#- What handling costs and what it buys. -#}

{#- Cost of handling minutes with idle and internal time carried: minutes / 60 * rate / productive share, where the productive
    share is handling hours / paid hours. Spreading an agent's pay over the handle time of the month gives the same. -#}
{% macro loaded_labour(minutes, hourly_rate, productive_share) -%}
{{ ratio(minutes ~ ' / 60.0 * ' ~ hourly_rate, productive_share) }}
{%- endmacro %}

{#- Part of a cost that goes beyond what the standard time would have cost: cost * (1 - standard / actual); negative when the
    contact took less. Whole numbers in, whole number out. -#}
{% macro excess_share(cost, actual_seconds, standard_seconds) -%}
({{ cost }} - {{ share_up_to(cost, standard_seconds, actual_seconds) }})
{%- endmacro %}

{#- Half the width of the 95 % interval of a sum of n independent amounts, from their sum and the sum of their squares. -#}
{% macro sum_error(n, total, squares) -%}
case
    when {{ n }} > 1
        then 1.959963984540054 * sqrt(greatest(
            0,
            ({{ squares }} - cast({{ total }} as double) * {{ total }} / {{ n }}) / ({{ n }} - 1) * {{ n }}
        ))
end
{%- endmacro %}

{#- Who a ledger row is about, and its key; reads conversation_id, population, vendor and cost_id. -#}
{% macro ledger_party() -%}
case
    when conversation_id is null then 'unallocated'
    when population = 'human' then 'human_labour'
    else 'ai_vendor'
end
{%- endmacro %}
{% macro ledger_key() -%}
case
    when conversation_id is null then cost_id
    when population = 'human' then conversation_id || '|human_labour'
    else conversation_id || '|ai_vendor|' || coalesce(vendor, '')
end
{%- endmacro %}

{#- Cost of a leg with rework moved to its cause; null when neither is known. `legs`: name of a relation with the columns of
    fct_legs. -#}
{% macro net_cost(legs) -%}
case
    when {{ legs }}.cost_amount is not null or {{ legs }}.hand_off_tax_amount is not null
        then coalesce({{ legs }}.cost_amount, 0) + coalesce({{ legs }}.hand_off_tax_amount, 0)
end
{%- endmacro %}
