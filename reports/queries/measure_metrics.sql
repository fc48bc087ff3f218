select metric, metric_label, metric_order, grade, function_id, function_name, definition, definition_version,
       defined_since_on, unit, populations, window_label, direction, decision, owner, threshold, cadence,
       requirement, mart, mart_columns
from mart.measure_metrics
where metric is not null
order by metric_order
