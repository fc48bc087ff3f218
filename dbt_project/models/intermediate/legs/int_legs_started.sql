-- One row per leg: how it began, and who was responsible.
-- Leg 1 begins with the conversation; each later one at its boundary. A leg that a reopening began and nobody answered
-- stays with whoever was responsible before.
with first_legs as (
    select
        conversation_id,
        cast(1 as bigint) as leg_number,
        'new' as received_by,
        cast(null as bigint) as boundary_position
    from {{ ref('int_conversations_merged') }}
),

later_legs as (
    select conversation_id, cast(leg_number as bigint) as leg_number, received_by, event_position as boundary_position
    from {{ ref('int_signals_numbered') }}
    where is_boundary
),

legs as (
    select * from first_legs
    union all
    select * from later_legs
),

actors as (
    select
        conversation_id,
        leg_number,
        min(population) as population,
        min_by(actor_id, case when actor_id is not null then event_position end) as actor_id
    from {{ ref('int_signals_numbered') }}
    where population is not null
    group by conversation_id, leg_number
),

silent_first as (
    select conversation_id, handed_off_by
    from {{ ref('int_signals_numbered') }}
    where is_boundary and event_type = 'hand_off' and leg_number = 2
),

named as (
    select
        legs.*,
        coalesce(
            actors.population, case when legs.leg_number = 1 and silent_first.conversation_id is not null then 'ai' end
        ) as own_population,
        coalesce(
            actors.actor_id,
            case when legs.leg_number = 1 and actors.population is null then silent_first.handed_off_by end
        ) as own_actor_id
    from legs
    left join actors on legs.conversation_id = actors.conversation_id and legs.leg_number = actors.leg_number
    left join silent_first on legs.conversation_id = silent_first.conversation_id
),

grouped as (
    select
        *,
        sum(case when received_by = 'reopen' and own_population is null then 0 else 1 end) over (
            partition by conversation_id order by leg_number rows between unbounded preceding and current row
        ) as answered_group
    from named
)

select
    conversation_id,
    leg_number,
    received_by,
    boundary_position,
    max(own_population) over (partition by conversation_id, answered_group) as population,
    max(own_actor_id) over (partition by conversation_id, answered_group) as actor_id
from grouped
