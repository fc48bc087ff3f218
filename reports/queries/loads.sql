-- The newest load of each kind of record.
select source, resource, run_id, finished_at, fetched, appended, unchanged, quarantined, rows_in_raw
from (
    select *, row_number() over (partition by source, resource order by finished_at desc, run_id desc) as age
    from meta.loads
    where source is not null
)
where age = 1
order by source, resource
