-- One row per intent that the AI took over later than its first two weeks: what it keeps of it, beside what people
-- make of the same intent since then.
with kept as (
    select intent_id, min(opened_local_on) as from_on
    from {{ ref('int_resolution_cells') }}
    where population = 'ai' and not is_passed_on and intent_id <> 'unknown'
    group by intent_id
),

bounds as (
    select min(opened_local_on) as first_on, max(opened_local_on) as last_on
    from {{ ref('int_resolution_cells') }}
    where population = 'ai'
),

entered as (
    select kept.intent_id, kept.from_on, bounds.last_on
    from kept
    cross join bounds
    where kept.from_on > {{ add_days('bounds.first_on', 14) }}
)

select
    'scope_entry' as kind,
    'ai' as population,
    entered.intent_id as place,
    'what the AI keeps of ' || min(intents.intent_label) || ', which it took over' as place_label,
    'people on the same intent since then' as comparison_label,
    entered.from_on as period_start_on,
    min(entered.last_on) as period_end_on,
    cast(sum(case when cells.population = 'ai' and not cells.is_passed_on then cells.verified else 0 end) as bigint)
        as x1,
    cast(sum(case when cells.population = 'ai' and not cells.is_passed_on then cells.judged else 0 end) as bigint)
        as n1,
    cast(sum(case when cells.population = 'human' then cells.verified else 0 end) as bigint) as x2,
    cast(sum(case when cells.population = 'human' then cells.judged else 0 end) as bigint) as n2,
    cast(null as bigint) as x3,
    cast(null as bigint) as n3,
    cast(null as bigint) as x4,
    cast(null as bigint) as n4
from entered
inner join {{ ref('int_resolution_cells') }} as cells
    on entered.intent_id = cells.intent_id and entered.from_on <= cells.opened_local_on
inner join {{ ref('dim_intents') }} as intents on entered.intent_id = intents.intent_id
group by entered.intent_id, entered.from_on
