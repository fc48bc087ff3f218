-- One row per leg: whether it failed, and whether that made a second failure in the same journey.
with looked_back as (
    select
        *,
        row_number() over (partition by journey_id order by contact_number, leg_number) as journey_position,
        max(case when is_failed and population = 'ai' then 1 else 0 end) over earlier = 1 as ai_failed_before,
        min(case when is_failed then channel end) over earlier as first_failed_channel,
        max(case when is_failed then channel end) over earlier as last_failed_channel,
        min(case when is_failed and population = 'ai' then channel end) over earlier as first_ai_failed_channel,
        max(case when is_failed and population = 'ai' then channel end) over earlier as last_ai_failed_channel
    from {{ ref('int_leg_failures_judged') }}
    window earlier as (
        partition by journey_id
        order by contact_number, leg_number
        rows between unbounded preceding and 1 preceding
    )
),

typed as (
    select
        *,
        coalesce(is_failed and population = 'human' and ai_failed_before, false) as is_human_after_ai,
        coalesce(
            is_failed and population = 'ai'
            and (first_failed_channel <> channel or last_failed_channel <> channel), false
        ) as is_ai_after_other_channel,
        coalesce(
            is_failed and population = 'ai'
            and (first_ai_failed_channel <> channel or last_ai_failed_channel <> channel), false
        ) as is_ai_in_two_channels
    from looked_back
)

select
    leg_id,
    journey_id,
    contact_number,
    journey_position,
    resolution,
    is_failed,
    is_human_after_ai,
    is_ai_after_other_channel,
    is_ai_in_two_channels,
    is_human_after_ai or is_ai_after_other_channel as is_double_failure
from typed
