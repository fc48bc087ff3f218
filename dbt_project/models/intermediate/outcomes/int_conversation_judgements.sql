-- One row per conversation and population that took part in it: the facts that the ladder and the claims are judged
-- by.
with legs as (
    select
        measured.*,
        max(case when population = 'human' and (is_handled or received_by = 'hand_off') then leg_number end) over (
            partition by conversation_id
        ) as last_human_leg,
        max(case when is_final then finished_at end) over (partition by conversation_id) as conversation_end_at
    from {{ ref('int_legs_measured') }} as measured
),

involved as (
    select
        conversation_id,
        population,
        max_by(leg_id, leg_number) as last_leg_id,
        max(leg_number) as last_leg_number,
        max(conversation_end_at) as end_at,
        max(case when population = 'human' then is_handled else is_substantive_ai end) as is_substantive,
        max(case when population = 'ai' and last_human_leg > leg_number then 1 else 0 end) = 1 as is_handed_off,
        max(case
            when population = 'ai' and human_requested_at is not null and coalesce(last_human_leg, 0) < leg_number
                then 1
            else 0
        end) = 1 as is_negative_signal
    from legs
    where population is not null
    group by conversation_id, population
),

reopenings as (
    select conversation_id, min(started_at) as reopened_at
    from {{ ref('int_legs_measured') }}
    where received_by = 'reopen'
    group by conversation_id
),

repeats as (
    select
        outcomes.conversation_id,
        outcomes.repeat_conversation_id,
        outcomes.repeat_leg_id,
        outcomes.repeat_at,
        outcomes.is_elsewhere
    from {{ ref('int_leg_outcomes') }} as outcomes
    inner join {{ ref('int_legs_measured') }} as measured
        on outcomes.leg_id = measured.leg_id and measured.is_contact_leg
    where outcomes.repeat_kind = 'contact'
)

select
    involved.*,
    screened.is_identified and screened.issue_key is not null as is_traceable,
    screened.exclusion_reason,
    screened.channel,
    screened.opened_at,
    reopenings.reopened_at,
    repeats.repeat_conversation_id,
    repeats.repeat_leg_id,
    repeats.repeat_at,
    repeats.is_elsewhere,
    horizon.observed_until
from involved
inner join {{ ref('int_conversations_screened') }} as screened on involved.conversation_id = screened.conversation_id
left join reopenings on involved.conversation_id = reopenings.conversation_id
left join repeats on involved.conversation_id = repeats.conversation_id
cross join {{ ref('int_horizon_found') }} as horizon
