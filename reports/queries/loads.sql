select source, resource, run_id, finished_at, fetched, appended, unchanged, quarantined, rows_in_raw
from meta.loads
where source is not null
order by source, resource
