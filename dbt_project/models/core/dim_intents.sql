-- One row per intent of the taxonomy, `unknown` included. Complexity comes from the rubric; of an unknown matter it is
-- not known.
with points as (
    select applied.intent_id, sum(rubric.points) as points
    from {{ ref('intent_complexity') }} as applied
    inner join {{ ref('complexity_rubric') }} as rubric on applied.criterion = rubric.criterion
    group by applied.intent_id
)

select
    intents.intent_id,
    intents.intent_label,
    intents.family,
    case
        when intents.intent_id <> 'unknown' then cast(least(5, 1 + coalesce(points.points, 0)) as bigint)
    end as complexity,
    intents.lifecycle_stage,
    cast(intents.taxonomy_version as bigint) as taxonomy_version
from {{ ref('intents') }} as intents
left join points on intents.intent_id = points.intent_id
