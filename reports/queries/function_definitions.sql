-- What the numbers of each function mean, for the foot of its page.
select function_id, metric_label, definition
from mart.measure_metrics
where metric is not null and grade = 'decision'
order by metric_order
