{#- What an intent loses for want of usable knowledge: its share of volume x contacts without an article x contacts that
    were not verified. -#}
{% macro knowledge_gap(contacts, all_contacts, linked, verified_rate) -%}
({{ ratio(contacts, all_contacts) }} * (1 - {{ ratio(linked, contacts) }}) * (1 - {{ verified_rate }}))
{%- endmacro %}

{#- Visitors of the help centre per person who wrote: a ratio of traffic, not of success. -#}
{% macro self_service_score(visitors, ticket_users) -%}
{{ ratio(visitors, ticket_users) }}
{%- endmacro %}

{#- Whether an article is stale: not reviewed for longer than `stale_days`, or since the policy changed. -#}
{% macro is_stale(age_days, is_before_policy, stale_days) -%}
({{ age_days }} > {{ stale_days }} or {{ is_before_policy }})
{%- endmacro %}
