-- One row per survey, with the leg it rates: the rated agent's last leg, else the leg that ended the contact.
with legs as (
    select leg_id, conversation_id, leg_number, actor_id, is_contact_leg
    from {{ ref('int_legs_measured') }}
),

candidates as (
    select
        ratings.rating_id,
        legs.leg_id,
        row_number() over (
            partition by ratings.rating_id
            order by
                case when legs.actor_id = ratings.actor_id then 0 when legs.is_contact_leg then 1 else 2 end,
                legs.leg_number desc
        ) as choice
    from {{ ref('int_ratings_unioned') }} as ratings
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on ratings.conversation_id = records.conversation_id
    inner join legs on records.canonical_id = legs.conversation_id
)

select
    ratings.rating_id,
    records.canonical_id as conversation_id,
    candidates.leg_id,
    ratings.kind,
    ratings.score,
    ratings.scale_min,
    ratings.scale_max,
    -- 0 is the worst and 1 the best a customer could say, whatever the scale.
    (ratings.score - ratings.scale_min) / (ratings.scale_max - ratings.scale_min) as normalised_score,
    ratings.asked_at,
    ratings.answered_at,
    ratings.score is not null as is_answered,
    ratings.first_known_at,
    ratings.extracted_at
from {{ ref('int_ratings_unioned') }} as ratings
left join {{ ref('int_conversation_records_ranked') }} as records on ratings.conversation_id = records.conversation_id
left join candidates on ratings.rating_id = candidates.rating_id and candidates.choice = 1
