-- One row per leg that rework is charged to (positive) or taken from (negative); all rows add up to nothing.
with moves as (
    select cause_leg_id as leg_id, moved_micros from {{ ref('int_rework_moved') }}
    union all
    select leg_id, -moved_micros as moved_micros from {{ ref('int_rework_moved') }}
)

select
    leg_id,
    cast(sum(moved_micros) as bigint) as moved_micros,
    count(*) - count(moved_micros) as unknown_moves
from moves
group by leg_id
