-- One row per leg that ended a contact and is therefore judged: the last one that handled the conversation, and each
-- one that closed it before the customer reopened it.
with legs as (
    select
        measured.*,
        lead(measured.leg_id) over (partition by measured.conversation_id order by measured.leg_number) as next_leg_id,
        lead(measured.received_by) over (partition by measured.conversation_id order by measured.leg_number)
            as next_received_by,
        lead(measured.started_at) over (partition by measured.conversation_id order by measured.leg_number)
            as next_started_at,
        max(case when measured.is_final then measured.finished_at end) over (partition by measured.conversation_id)
            as conversation_finished_at,
        max(case when measured.population = 'human' and measured.is_handled then measured.leg_number end) over (
            partition by measured.conversation_id
        ) as last_human_leg
    from {{ ref('int_legs_measured') }} as measured
)

select
    legs.leg_id,
    legs.conversation_id,
    legs.leg_number,
    legs.population,
    legs.ended_by,
    screened.person_id,
    screened.issue_key,
    screened.channel,
    screened.exclusion_reason,
    screened.is_identified and screened.issue_key is not null as is_traceable,
    case when legs.next_received_by = 'reopen' then legs.finished_at else legs.conversation_finished_at end as end_at,
    case when legs.next_received_by = 'reopen' then legs.next_leg_id end as reopened_leg_id,
    case when legs.next_received_by = 'reopen' then legs.next_started_at end as reopened_at,
    legs.ended_by = 'hand_off' and not legs.is_final as is_handed_off_in_vain,
    -- Asked for a person and never got one.
    coalesce(legs.human_requested_at is not null and coalesce(legs.last_human_leg, 0) < legs.leg_number, false)
        as is_negative_signal
from legs
inner join {{ ref('int_conversations_screened') }} as screened on legs.conversation_id = screened.conversation_id
where legs.is_contact_leg or (legs.next_received_by = 'reopen' and legs.is_handled)
