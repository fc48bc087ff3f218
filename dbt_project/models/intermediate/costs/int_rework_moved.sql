-- One row per leg of a person whose cost an AI caused, wholly or in part, with the AI leg it is charged to.
-- A return after an AI ending moves the whole cost; a hand-off moves what the contact cost beyond a direct one of the
-- same intent, complexity and channel, or brings back what it saved. Each leg is charged once: a return comes before a
-- hand-off.
with borne as (
    select leg_id, conversation_id, cast(sum(amount_micros) as bigint) as cost_micros
    from {{ ref('int_costs_allocated') }}
    where population = 'human'
    group by leg_id, conversation_id
),

givers as (
    select conversation_id, max_by(leg_id, leg_number) as cause_leg_id
    from {{ ref('int_legs_measured') }}
    where population = 'ai' and ended_by = 'hand_off'
    group by conversation_id
),

returned as (
    select
        borne.leg_id,
        borne.conversation_id,
        causes.cause_leg_id,
        causes.rework_kind,
        borne.cost_micros as moved_micros
    from borne
    inner join {{ ref('int_rework_causes') }} as causes on borne.leg_id = causes.leg_id
    where causes.cause_population = 'ai'
),

handed_off as (
    select
        borne.leg_id,
        borne.conversation_id,
        givers.cause_leg_id,
        'hand_off' as rework_kind,
        case
            when standards.standard_n >= {{ minimum_n() }}
                then {{ excess_share('borne.cost_micros', 'standards.handle_seconds', 'standards.standard_seconds') }}
        end as moved_micros
    from borne
    inner join {{ ref('int_handle_standards') }} as standards on borne.conversation_id = standards.conversation_id
    inner join givers on borne.conversation_id = givers.conversation_id
    left join {{ ref('int_rework_causes') }} as causes on borne.leg_id = causes.leg_id
    where causes.leg_id is null and standards.handle_seconds > 0
)

select leg_id, conversation_id, cause_leg_id, rework_kind, moved_micros from returned
union all
select leg_id, conversation_id, cause_leg_id, rework_kind, moved_micros from handed_off
