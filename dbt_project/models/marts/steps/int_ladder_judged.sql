-- One row per conversation and population that took part in it: which rungs of the resolution ladder it reaches.
{% set windows = {'24h': 24, '72h': 72, '7d': 168, '30d': 720} %}
with confirmations as (
    select conversation_id, max(case when claim_state = 'confirmed' then 1 else 0 end) = 1 as is_confirmed
    from {{ ref('int_claims_judged') }}
    where conversation_id is not null and withdrawn_at is null
    group by conversation_id
),

facts as (
    select
        judgements.*,
        coalesce(confirmations.is_confirmed, false) as is_confirmed,
        {%- for key, hours in windows.items() %}
        coalesce({{ add_hours('judgements.end_at', hours) }} <= judgements.observed_until, false) as is_over_{{ key }},
        coalesce(judgements.reopened_at <= {{ add_hours('judgements.end_at', hours) }}, false) as is_reopened_{{ key }},
        coalesce(judgements.repeat_at <= {{ add_hours('judgements.end_at', hours) }}, false) as came_back_{{ key }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_conversation_judgements') }} as judgements
    left join confirmations on judgements.conversation_id = confirmations.conversation_id
    where judgements.exclusion_reason is null
),

climbed as (
    select
        *,
        is_substantive and not is_handed_off as is_contained,
        is_substantive and not is_handed_off and not is_negative_signal as is_assumed,
        {%- for key in windows %}
        {{ is_verified(
            'is_substantive', 'is_handed_off', 'is_negative_signal', 'is_reopened_' ~ key, 'came_back_' ~ key
        ) }} as is_verified_{{ key }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from facts
)

select
    conversation_id,
    population,
    is_traceable,
    is_substantive,
    is_contained,
    is_assumed,
    is_substantive and is_confirmed as is_confirmed,
    {%- for key in windows %}
    is_substantive and is_over_{{ key }} as is_mature_{{ key }},
    is_verified_{{ key }},
    {%- endfor %}
    case
        when not (is_contained and is_over_7d) then null
        when is_reopened_7d or (came_back_7d and not coalesce(is_elsewhere, false)) then 'came_back'
        when came_back_7d then 'went_elsewhere'
        when is_traceable and not is_negative_signal then 'helped'
        else 'unknown'
    end as deflection
from climbed
