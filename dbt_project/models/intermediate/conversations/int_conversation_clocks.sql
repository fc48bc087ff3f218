-- One row per conversation: its clocks from moment to moment, in calendar seconds and in the schedule's open seconds.
{% set clocks = {
    'first_reply': ['opened', 'first_reply'],
    'first_human_reply': ['opened', 'first_human_reply'],
    'first_assignment_to_resolution': ['first_assigned', 'fully_resolved'],
    'first_resolution': ['opened', 'first_resolved'],
    'full_resolution': ['opened', 'fully_resolved']
} %}
{% set moments = ['opened', 'first_reply', 'first_human_reply', 'first_assigned', 'first_resolved', 'fully_resolved'] %}
with counted as (
    select
        moments.*
        {%- for moment in moments %},
        {{ open_seconds_until(moment ~ '_clock', 'moments.' ~ moment ~ '_at') }} as {{ moment }}_open_seconds
        {%- endfor %}
    from {{ ref('int_conversation_moments') }} as moments
    {%- for moment in moments %}
    {{ join_business_clock(
        ref('int_business_clock'), moment ~ '_clock', 'moments.schedule_id', 'moments.' ~ moment ~ '_at'
    ) }}
    {%- endfor %}
)

select
    conversation_id,
    schedule_id
    {%- for clock, ends in clocks.items() %},
    {{ clock_seconds(ends[0] ~ '_at', ends[1] ~ '_at') }} as {{ clock }}_seconds,
    case
        when {{ ends[1] }}_at >= {{ ends[0] }}_at then {{ ends[1] }}_open_seconds - {{ ends[0] }}_open_seconds
    end as {{ clock }}_business_seconds
    {%- endfor %}
from counted
