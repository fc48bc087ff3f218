-- One row per contact and clock: its seconds, its open seconds, and whether the moment that stops it has come.
{% set clocks = {
    'first_reply': 'conversations.touches > 0',
    'first_assignment_to_resolution': 'conversations.is_resolved and conversations.assignee_stations > 0',
    'first_resolution': 'conversations.has_ended',
    'full_resolution': 'conversations.is_resolved',
    'requester_wait': 'conversations.status is not null',
    'agent_wait': 'conversations.status is not null',
    'on_hold': 'conversations.status is not null'
} %}
with conversations as (
    select
        fct.*,
        coalesce(fct.last_population, 'unknown') as population,
        {{ month_key('fct.opened_local_on') }} as month,
        coalesce(activity.has_ended, false) as has_ended,
        case
            when activity.is_reopened then false
            else coalesce(activity.has_ended, false) or fct.resolved_at is not null or fct.closed_at is not null
        end as is_resolved
    from {{ ref('fct_conversations') }} as fct
    left join {{ ref('int_conversation_activity') }} as activity on fct.conversation_id = activity.conversation_id
    where fct.exclusion_reason is null
)

{% for clock, has_come in clocks.items() -%}
select
    conversation_id,
    population,
    month,
    channel,
    '{{ clock }}' as clock,
    cast({{ loop.index }} as bigint) as clock_order,
    coalesce({{ has_come }}, false) or {{ clock }}_seconds is not null as has_come,
    {{ clock }}_seconds as seconds,
    {{ clock }}_business_seconds as business_seconds
from conversations
{{ 'union all' if not loop.last }}
{% endfor %}
