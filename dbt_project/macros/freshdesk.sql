{#- Freshdesk's status in the standard's words, by its code on a ticket or its label in an activity. -#}
{% macro freshdesk_status(word) -%}
case lower({{ word }})
        when '2' then 'open' when 'open' then 'open' when '3' then 'pending' when 'pending' then 'pending'
        when '4' then 'solved' when 'resolved' then 'solved' when '5' then 'closed' when 'closed' then 'closed'
        when '6' then 'pending' when 'waiting on customer' then 'pending'
        when '7' then 'hold' when 'waiting on third party' then 'hold'
    end
{%- endmacro %}

{#- Whether a seat is a tool's: nothing on an agent says so, hence the setting. -#}
{% macro is_freshdesk_tool(agent_id) -%}
coalesce({{ agent_id }} in ('{{ (var('freshdesk_tool_agent_ids') or ['none']) | join("', '") }}'), false)
{%- endmacro %}
