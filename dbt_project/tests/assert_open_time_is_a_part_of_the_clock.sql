-- A row here means that a clock counted more open seconds than it ran, or fewer than none: the opening hours of the
-- schedule overlap, have a gap in their calendar, or were converted with the wrong offset.
{% set clocks = [
    'first_reply', 'first_assignment_to_resolution', 'first_resolution', 'full_resolution', 'requester_wait',
    'agent_wait', 'on_hold'
] %}
{% for clock in clocks -%}
select
    conversation_id,
    '{{ clock }}' as clock,
    {{ clock }}_seconds as seconds,
    {{ clock }}_business_seconds as business_seconds
from {{ ref('fct_conversations') }}
where {{ clock }}_business_seconds < 0
    or {{ clock }}_business_seconds > {{ clock }}_seconds
    or ({{ clock }}_seconds is null and {{ clock }}_business_seconds is not null)
{{ 'union all' if not loop.last }}
{% endfor %}
