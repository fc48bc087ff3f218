-- One row per leg: whether it failed, and whether that made a second failure in the same journey.
-- A leg that handed over fails with the contact: its hand-off was then without result.
with legs as (
    select
        measured.leg_id,
        measured.conversation_id,
        measured.leg_number,
        measured.population,
        journeys.journey_id,
        journeys.contact_number,
        screened.channel,
        outcomes.failure is not null
        or coalesce(measured.population = 'ai' and measured.ended_by = 'hand_off', false)
        and max(case when measured.is_contact_leg and outcomes.failure is not null then 1 else 0 end) over (
            partition by measured.conversation_id
        ) = 1 as is_failed
    from {{ ref('int_legs_measured') }} as measured
    inner join {{ ref('int_journeys_found') }} as journeys on measured.conversation_id = journeys.conversation_id
    inner join {{ ref('int_conversations_screened') }} as screened
        on measured.conversation_id = screened.conversation_id
    left join {{ ref('int_leg_outcomes') }} as outcomes on measured.leg_id = outcomes.leg_id
),

looked_back as (
    select
        *,
        max(case when is_failed and population = 'ai' then 1 else 0 end) over earlier = 1 as ai_failed_before,
        min(case when is_failed then channel end) over earlier as first_failed_channel,
        max(case when is_failed then channel end) over earlier as last_failed_channel,
        min(case when is_failed and population = 'ai' then channel end) over earlier as first_ai_failed_channel,
        max(case when is_failed and population = 'ai' then channel end) over earlier as last_ai_failed_channel
    from legs
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
    is_failed,
    is_human_after_ai,
    is_ai_after_other_channel,
    is_ai_in_two_channels,
    is_human_after_ai or is_ai_after_other_channel as is_double_failure
from typed
