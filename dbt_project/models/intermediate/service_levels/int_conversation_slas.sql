-- One row per conversation that was promised something: under which policy, and whether any promise is broken.
with judged as (
    select
        conversation_id,
        metric,
        count(case when not is_met then 1 end) as broken,
        count(case when is_met is null and not is_running then 1 end) as untold
    from {{ ref('int_sla_targets') }}
    group by conversation_id, metric
)

select
    assigned.conversation_id,
    coalesce(
        min(case when assigned.metric = 'full_resolution' then assigned.sla_policy end), min(assigned.sla_policy)
    ) as sla_policy,
    max(case when judged.broken > 0 then 1 else 0 end) = 1 as is_broken,
    sum(coalesce(judged.untold, 0)) > 0 as has_untold
from {{ ref('int_sla_assigned') }} as assigned
left join judged
    on assigned.conversation_id = judged.conversation_id and assigned.metric = judged.metric
group by assigned.conversation_id
