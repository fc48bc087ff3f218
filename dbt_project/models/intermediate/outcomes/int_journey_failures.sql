-- One row per journey: which kinds of failure it met, and whether it was put right after the failure that counts.
-- The failure that counts is the one that made a double failure, else the first.
with rolled as (
    select
        journey_id,
        max(case when is_human_after_ai then 1 else 0 end) = 1 as is_human_failure_after_ai,
        max(case when is_ai_after_other_channel then 1 else 0 end) = 1 as is_ai_failure_after_other_channel,
        max(case when is_ai_in_two_channels then 1 else 0 end) = 1 as is_ai_failure_in_two_channels,
        max(case when is_double_failure then 1 else 0 end) = 1 as is_double_failure,
        max(case when is_failed then 1 else 0 end) = 1 as has_failure,
        max(case when resolution = 'verified' then 1 else 0 end) = 1 as has_verified,
        max(case when resolution = 'verified' then journey_position end) as verified_position,
        coalesce(
            min(case when is_double_failure then journey_position end),
            min(case when is_failed then journey_position end)
        ) as failure_position,
        max_by(resolution, case when resolution is not null then journey_position end) as last_resolution,
        max_by(is_failed, case when resolution is not null then journey_position end) as is_last_failed
    from {{ ref('int_legs_failed') }}
    group by journey_id
)

select
    journey_id,
    is_human_failure_after_ai,
    is_ai_failure_after_other_channel,
    is_ai_failure_in_two_channels,
    is_double_failure,
    has_failure,
    has_verified,
    case
        when not has_failure then null
        when verified_position > failure_position then true
        -- The customer may still come back and be helped.
        when coalesce(last_resolution, 'pending') = 'pending' then null
        when is_last_failed then false
    end as is_recovered
from rolled
