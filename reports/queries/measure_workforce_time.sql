select population, period, team, agents, n, paid_seconds, external_seconds, internal_seconds, oversight_seconds,
       handling_seconds, available_seconds, extra_seconds, scheduled_seconds, in_schedule_seconds,
       scheduled_work_seconds, worked_seconds, unexplained_seconds, occupancy, utilisation,
       utilisation_with_oversight, shrinkage_total, shrinkage_external, shrinkage_internal, shrinkage_combined,
       adherence, conformance, is_withheld, withheld_reason
from mart.measure_workforce_time
where population is not null
order by period, team
