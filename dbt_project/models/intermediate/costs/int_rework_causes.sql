-- One row per leg of a person that a customer's return brought about, with the one leg that caused it: the last that
-- ended the matter before the customer was back within 7 days, whatever its population.
with causes as (
    select
        leg_id as cause_leg_id,
        population as cause_population,
        conversation_id as cause_conversation_id,
        repeat_kind,
        repeat_conversation_id,
        reopened_leg_id,
        end_at,
        is_handed_off_in_vain
    from {{ ref('int_leg_outcomes') }}
    where recontact_7d and exclusion_reason is null
),

people as (
    select leg_id, conversation_id, leg_number
    from {{ ref('int_legs_measured') }}
    where population = 'human'
),

returned as (
    select
        people.leg_id,
        people.conversation_id,
        causes.cause_leg_id,
        causes.cause_population,
        causes.is_handed_off_in_vain,
        causes.end_at,
        'repeat' as rework_kind
    from causes
    inner join people on causes.repeat_conversation_id = people.conversation_id
    where causes.repeat_kind = 'contact'
    union all
    select
        people.leg_id,
        people.conversation_id,
        causes.cause_leg_id,
        causes.cause_population,
        causes.is_handed_off_in_vain,
        causes.end_at,
        'reopen' as rework_kind
    from causes
    inner join {{ ref('int_legs_measured') }} as reopened on causes.reopened_leg_id = reopened.leg_id
    inner join people
        on causes.cause_conversation_id = people.conversation_id and reopened.leg_number <= people.leg_number
    where causes.repeat_kind = 'reopen'
)

select
    leg_id,
    conversation_id,
    cause_leg_id,
    rework_kind,
    -- A hand-off that no person took is a failure of people, although the AI spoke last.
    case when is_handed_off_in_vain then 'human' else cause_population end as cause_population
from (
    select
        *,
        row_number() over (partition by leg_id order by end_at desc, cause_leg_id) as place
    from returned
) as ordered
where place = 1
