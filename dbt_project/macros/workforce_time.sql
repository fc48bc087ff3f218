{#- Time of agents (methodology: the workforce section). Every argument is an amount in one unit, seconds in the models. -#}

{#- Shares of an agent's second by which concurrent sessions are counted: the least common multiple of 1 to 20. -#}
{% macro share_units() -%}{{ return(232792560) }}{%- endmacro %}

{#- Handling / time logged in and ready. -#}
{% macro occupancy(handling, available) -%}
{{ ratio(handling, '(' ~ handling ~ ' + ' ~ available ~ ')') }}
{%- endmacro %}

{#- Handling / paid. -#}
{% macro utilisation(handling, paid) -%}
{{ ratio(handling, paid) }}
{%- endmacro %}

{#- The part of paid time in which nobody could be served. -#}
{% macro shrinkage_total(handling, available, paid) -%}
1 - {{ ratio('(' ~ handling ~ ' + ' ~ available ~ ')', paid) }}
{%- endmacro %}

{#- Absence and leave / paid. -#}
{% macro shrinkage_external(external, paid) -%}
{{ ratio(external, paid) }}
{%- endmacro %}

{#- Breaks, training, coaching, meetings / attended. -#}
{% macro shrinkage_internal(internal, external, paid) -%}
{{ ratio(internal, '(' ~ paid ~ ' - ' ~ external ~ ')') }}
{%- endmacro %}

{#- Both together. Adding the two shares would overstate: the second is a share of what the first leaves. -#}
{% macro shrinkage_combined(internal, external, paid) -%}
1 - (1 - {{ shrinkage_external(external, paid) }}) * (1 - {{ shrinkage_internal(internal, external, paid) }})
{%- endmacro %}

{#- Paid time that neither states nor plans account for. -#}
{% macro unexplained_time(handling, available, internal, external, paid) -%}
({{ paid }} - {{ external }} - {{ internal }} - {{ handling }} - {{ available }})
{%- endmacro %}

{#- When: time in the scheduled state / scheduled time. -#}
{% macro adherence(in_scheduled_state, scheduled) -%}
{{ ratio(in_scheduled_state, scheduled) }}
{%- endmacro %}

{#- How much: time worked / time scheduled; above 1 when people worked more. -#}
{% macro conformance(worked, scheduled) -%}
{{ ratio(worked, scheduled) }}
{%- endmacro %}
