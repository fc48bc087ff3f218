-- One row per judged leg: whether the customer came back within each window, whether the window is over, and the
-- verdict.
with judged as (
    select
        ended.*,
        repeats.repeat_conversation_id,
        repeats.repeat_leg_id,
        repeats.repeat_at,
        repeats.repeat_kind,
        repeats.is_elsewhere,
        horizon.observed_until
    from {{ ref('int_legs_judgeable') }} as ended
    left join {{ ref('int_repeats_found') }} as repeats on ended.leg_id = repeats.leg_id
    cross join {{ ref('int_horizon_found') }} as horizon
),

windowed as (
    select
        judged.leg_id,
        windows.window_key,
        -- Inclusive at the far edge: back after exactly 72 hours is back within 72 hours.
        coalesce(judged.repeat_at <= {{ add_hours('judged.end_at', 'windows.window_hours') }}, false) as came_back,
        coalesce({{ add_hours('judged.end_at', 'windows.window_hours') }} <= judged.observed_until, false) as is_mature
    from judged
    cross join {{ ref('resolution_windows') }} as windows
),

pivoted as (
    select
        leg_id,
        {%- for key in ['24h', '72h', '7d', '30d'] %}
        max(case when window_key = '{{ key }}' and came_back then 1 else 0 end) = 1 as came_back_{{ key }},
        max(case when window_key = '{{ key }}' and is_mature then 1 else 0 end) = 1 as is_mature_{{ key }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from windowed
    group by leg_id
)

select
    judged.*,
    {%- for key in ['24h', '72h', '7d', '30d'] %}
    pivoted.is_mature_{{ key }},
    -- Unknown until the window is over, unless the customer is already back.
    case
        when pivoted.came_back_{{ key }} then true
        when judged.is_traceable and pivoted.is_mature_{{ key }} then false
    end as recontact_{{ key }},
    {%- endfor %}
    coalesce(judged.reopened_at <= {{ add_hours('judged.end_at', 168) }}, false) as is_reopened_7d,
    case
        when pivoted.came_back_7d and judged.is_elsewhere then 'went_elsewhere'
        when pivoted.came_back_7d then 'recontacted'
        when not judged.is_traceable then 'unknown'
        when not pivoted.is_mature_7d then 'pending'
        when judged.is_handed_off_in_vain or judged.is_negative_signal or judged.ended_by = 'abandoned' then 'unknown'
        else 'verified'
    end as resolution,
    case
        when judged.is_handed_off_in_vain then 'handed_off'
        when judged.is_negative_signal then 'negative_signal'
        when judged.ended_by = 'abandoned' then 'abandoned'
        when pivoted.came_back_7d and judged.repeat_kind = 'reopen' then 'reopened'
        when pivoted.came_back_7d then 'repeat'
    end as failure
from judged
inner join pivoted on judged.leg_id = pivoted.leg_id
