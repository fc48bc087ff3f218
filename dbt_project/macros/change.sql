{#- What a change is explained with: whole weeks, how busy people were, what counts as a failing review. -#}

{% macro week_start(date_or_timestamp) -%}
cast(date_trunc('week', {{ date_or_timestamp }}) as date)
{%- endmacro %}

{#- Band of occupancy, 0 to 1; null where it is unknown. -#}
{% macro occupancy_band(occupancy) -%}
case
    when {{ occupancy }} < 0.75 then 'under 0.75'
    when {{ occupancy }} < 0.85 then '0.75-0.85'
    when {{ occupancy }} < 0.92 then '0.85-0.92'
    when {{ occupancy }} >= 0.92 then 'above 0.92'
end
{%- endmacro %}

{#- Below this share of its scale, a reviewed dimension has failed. -#}
{% macro failing_score() -%}{{ return(0.70) }}{%- endmacro %}

{#- How many of the latest weeks are looked at when a change is explained. -#}
{% macro explained_weeks() -%}{{ return(26) }}{%- endmacro %}

{#- Share of billed units that may turn out not to have held before a vendor is asked about it: the threshold of
    vendor_reconciliation in the register. -#}
{% macro tolerated_overclaim() -%}{{ return(0.02) }}{%- endmacro %}

{#- What to do about a finding, by its kind and, for a change, by what the place lacks. -#}
{% macro next_step(finding) -%}
case
    when {{ finding }}.kind = 'change' and {{ finding }}.mechanism_kind = 'training'
        then 'Have those concerned complete ' || {{ finding }}.mechanism || ', then look again'
    when {{ finding }}.kind = 'change' and {{ finding }}.mechanism_kind = 'knowledge' then 'Write what was searched for and not found'
    when {{ finding }}.kind = 'change' and {{ finding }}.mechanism_kind = 'scorecard' then 'Coach ' || {{ finding }}.mechanism || ' on reviewed contacts'
    when {{ finding }}.kind = 'change' then 'Read contacts of this place with its team'
    when {{ finding }}.kind = 'knowledge_lag' then 'Give the AI the change; until then let people answer what it touches'
    when {{ finding }}.kind = 'scope' then 'Take the intent back until the AI keeps what people keep'
    when {{ finding }}.kind = 'overclaim' then 'Dispute the lines listed'
    when {{ finding }}.kind = 'programme' and {{ finding }}.verdict = 'helped' then 'Keep it, and reach those not yet reached'
    when {{ finding }}.kind = 'programme' then 'Take it back, or show why it should stay'
    when {{ finding }}.kind = 'comparison' then 'Decide by the same work, not by the crude figures'
    when {{ finding }}.kind = 'volume' then 'Plan people for this volume before changing how they work'
    when {{ finding }}.kind = 'mix' then 'Judge on the same work, and ask where the new work comes from'
end
{%- endmacro %}
