{#- Intercom's state of a conversation in the standard's words. Closed there reopens whenever the customer writes: it is solved. -#}
{% macro intercom_status(state) -%}
case {{ state }} when 'open' then 'open' when 'snoozed' then 'pending' when 'closed' then 'solved' end
{%- endmacro %}
