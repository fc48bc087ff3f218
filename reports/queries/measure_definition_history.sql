select metric, population, period, period_start_on, definition_version, definition, reason, in_force_from,
       is_in_force, is_step, value, value_low, value_high, n, difference_to_version_before, is_withheld,
       withheld_reason
from mart.measure_definition_history
where metric is not null
order by metric, population, definition_version, period
